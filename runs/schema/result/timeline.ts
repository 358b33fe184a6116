import { z } from 'zod';
import { shortages } from '../../../planner/stats/interval.ts';
import { phaseSchema } from '../load/load.ts';

/** A value with the interval that holds it with the given confidence. */
export const intervalSchema = z.strictObject({
  low: z.number(),
  mid: z.number(),
  high: z.number(),
  confidence: z.number().gt(0).lt(1),
});

/** Of what there was too little, how much was needed and how much there was: planner/stats/interval.ts. */
export const notEnoughDataSchema = z.strictObject({
  kind: z.literal('notEnoughData'),
  what: z.enum(shortages),
  need: z.number().nullable(),
  have: z.number().nullable(),
});

/** A value with its interval, or why there is none. */
export const estimateSchema = z.union([intervalSchema, notEnoughDataSchema]);

const column = z.array(z.number());
/** null: unknown in that second (no cluster access, no answer, lost telemetry), never to be read as zero. */
const gappyColumn = z.array(z.number().nullable());

/** What came of the arrivals of each second, of the whole load or of one endpoint. */
const loadColumns = {
  /** Drawn for this second. */
  planned: column,
  /** Of those, fired. */
  arrivals: column,
  /** Requests begun by these arrivals: a script may send several, or none. Without retries. */
  requests: column,
  /** Requests sent again in this second, after a failure; absent where none was. */
  retries: column.exactOptional(),
  /** Arrivals whose script threw. */
  exceptions: column,
  /** By outcome ("200", "503", "timeout", …), requests that arrived in this second. */
  outcomes: z.record(z.string(), column),
  /** Begun, never answered or reported. */
  unanswered: column,
  dropped: column,
  latencyP50Ms: gappyColumn,
  latencyP95Ms: gappyColumn,
  latencyP99Ms: gappyColumn,
  /** Of requests that ended in 2xx. */
  okLatencyP50Ms: gappyColumn,
  okLatencyP95Ms: gappyColumn,
  /** Of all others that got an answer or an error. */
  failedLatencyP50Ms: gappyColumn,
  serviceMeanMs: gappyColumn,
  /** Fired minus planned: the generator's own delay. */
  latenessP50Ms: gappyColumn,
  latenessP99Ms: gappyColumn,
  /** New connections opened by the requests of this second. */
  connections: column,
};

/**
 * `timeline.json`: load and cluster on one grid of whole seconds. Index i of every column is the second
 * [startedAtMs + 1000 i, + 1000); requests stand in the second of their arrival.
 */
export const timelineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  startedAtMs: z.number(),
  seconds: z.int().min(0),
  phases: z.array(phaseSchema),
  slotsPerReplica: z.int().min(1),
  load: z.strictObject({
    /** The intended rate; the plan's drawn counts vary about it. */
    offeredRatePerSecond: column,
    ...loadColumns,
    /** As the second ended. */
    inFlight: gappyColumn,
    /** The generator stood still or was late: what was measured here says little about the service. */
    generatorAtFault: z.array(z.boolean()),
  }),
  /** The same of each endpoint, where there are several: of one it is the whole load. Absent in older folders. */
  endpoints: z.array(z.strictObject({ name: z.string(), ...loadColumns })).exactOptional(),
  cluster: z.strictObject({
    known: z.boolean(),
    desired: gappyColumn,
    ready: gappyColumn,
    pending: gappyColumn,
    /** Mean over the second. */
    busySlots: gappyColumn,
    /** busySlots / (ready x slots): may pass 1 where telemetry and cluster disagree; shown as it is. */
    utilization: gappyColumn,
    /** How busy slots were found. */
    busySlotsFrom: z.enum(['serviceTimeHeader', 'inFlight', 'unknown']),
  }),
  clock: z.strictObject({ offsetMs: z.number(), uncertaintyMs: z.number() }).nullable(),
  /** Seconds in which telemetry was lost, with the reason. */
  lost: z.array(z.strictObject({ fromSecond: z.number(), toSecond: z.number(), reason: z.string() })),
});

/** What came of the arrivals of each second. */
export type LoadColumns = Omit<NonNullable<Timeline['endpoints']>[number], 'name'>;
/** `timeline.json`, as read. */
export type Timeline = z.infer<typeof timelineSchema>;
