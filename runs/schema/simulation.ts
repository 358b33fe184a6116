import { z } from 'zod';
import { intervalSchema } from './result/timeline.ts';

/** null: there was no such request to measure. */
const ms = z.number().min(0).nullable();
const share = intervalSchema.nullable();
const perSecond = z.array(z.number());

/** One entry per simulated second, mean over all replications. */
const seriesSchema = z.strictObject({
  /** Requests that arrived in the second, and how those ended. */
  offered: perSecond,
  ok: perSecond,
  '503': perSecond,
  '504': perSecond,
  /** At the end of the second. */
  desired: perSecond,
  ready: perSecond,
  pending: perSecond,
  /** Mean over the second. */
  busySlots: perSecond,
  queued: perSecond,
  /** Changes of the desired replicas in the first replication. */
  scaleEvents: z.array(z.strictObject({ atSecond: z.number(), from: z.int(), to: z.int() })),
});

/**
 * The answer of `headroom simulate --json`. Requests that arrive during the warm-up count nowhere but in
 * `simulatedRequests`; replicas and utilization are those of the time after it.
 */
export const simulationSchema = z.strictObject({
  name: z.string().optional(),
  /** Measured requests of one replication, mean over all. */
  requests: z.number().min(0),
  replications: z.int().min(1),
  /** All requests of all replications. */
  simulatedRequests: z.int().min(0),
  /**
   * Shares of the measured requests. The interval is Student's t over replications; of a single replication, over
   * 20 batches of consecutive requests, which takes a change of load for noise and so is wide.
   */
  outcomes: z.strictObject({ ok: share, '503': share, '504': share }),
  waitMs: z.strictObject({
    /** Over all requests: until they got a slot, or were given up. */
    meanAll: ms,
    /** Over the requests that ended ok. */
    meanOfServed: ms,
    /** Share of all requests that found no free slot and waited. */
    waitedShare: z.number().min(0).max(1).nullable(),
    /** Over all requests. */
    p50: ms,
    p95: ms,
    p99: ms,
  }),
  /** Wait and service of the requests that ended ok. Quantiles are good to 0.4 %. */
  latencyMs: z.strictObject({ mean: ms, p50: ms, p95: ms, p99: ms }),
  replicas: z.strictObject({
    /** Ready ones: time average, and the most in any replication. */
    mean: z.number(),
    max: z.int(),
    /** Per replication: time that replicas were ready, and that they held a place on a node (starting and draining too). */
    readySeconds: z.number(),
    occupiedSeconds: z.number(),
  }),
  /** Busy slots / slots of ready replicas. null: no replica was ever ready. */
  utilization: z.strictObject({ mean: z.number().min(0).nullable() }),
  /** Per replication. */
  scaling: z.strictObject({
    ups: z.number(),
    downs: z.number(),
    /** Replicas that found no room on the nodes. */
    unscheduledStarts: z.number(),
  }),
  /** Seconds from the steepest rise of the load until no second's errors exceed `recoveredErrorShare`. null: no rise. */
  recovery: z
    .strictObject({
      fromSecond: z.number(),
      /** Share of the replications that recovered before the end. */
      recoveredShare: z.number().min(0).max(1),
      /** Over those; null if there was none. */
      seconds: intervalSchema.nullable(),
    })
    .nullable(),
  /** How often a simulated request was tried again, on average; absent where clients do not try again. */
  retriesPerRequest: z.number().min(0).exactOptional(),
  /** null: no clock was given. */
  simulatedRequestsPerSecond: z.number().nullable(),
  elapsedMs: z.number().nullable(),
  series: seriesSchema.optional(),
});

/** The answer of `headroom simulate --json`. */
export type Simulation = z.infer<typeof simulationSchema>;
/** The columns of a simulation, an entry for each second. */
export type SimulationSeries = z.infer<typeof seriesSchema>;
