import { z } from 'zod';
import { problemSchema } from './problem.ts';

const healthStatusSchema = z.enum(['ok', 'warning', 'failed', 'unknown']);

/** One check of the experiment itself with its numbers, by what is checked. Words: reports/words/run/health.ts. */
export const healthSchema = z.discriminatedUnion('check', [
  /** The load came to its planned end; how it ended stands in `run`. */
  z.strictObject({ check: z.literal('run'), status: healthStatusSchema }),
  z.strictObject({
    check: z.literal('telemetry'),
    status: healthStatusSchema,
    /** Why lines are missing, as recorded, each reason once. */
    lostReasons: z.array(z.string()),
    unreadableLines: z.int().min(0),
    /** Missing in the numbering of the generator's lines. */
    linesLost: z.int().min(0),
    /** The generator said how it ended. */
    hasEnd: z.boolean(),
  }),
  /** Every request that was sent has a known end. */
  z.strictObject({
    check: z.literal('answers'),
    status: healthStatusSchema,
    sent: z.int().min(0),
    ended: z.int().min(0),
  }),
  z.strictObject({
    check: z.literal('plan'),
    status: healthStatusSchema,
    phasesOff: z.array(z.strictObject({ phase: z.string(), arrivals: z.int(), planned: z.number() })),
  }),
  /** Whether the generator kept its plan. */
  z.strictObject({
    check: z.literal('generator'),
    status: healthStatusSchema,
    /** Planned arrivals that were never sent. */
    dropped: z.int().min(0),
    /** Arrivals fired later than `lateMsLimit`. */
    late: z.int().min(0),
    lateMsLimit: z.number(),
    /** How long the generator itself stood still. */
    stalledMs: z.number().min(0),
    /** Seconds left out of every calibration because of it. */
    secondsAtFault: z.int().min(0),
    /** Of the generator's process; null where it sent no gauge. */
    cpuSeconds: z.number().min(0).nullable(),
  }),
  /** Only of a load that several runners fired. */
  z.strictObject({
    check: z.literal('runners'),
    status: healthStatusSchema,
    runners: z.int().min(1),
    /** Of these, those of which something is missing. */
    incomplete: z.array(z.string()),
    /** Seconds for which a limit on CPU held a runner back, where it was more than a hundredth of the load. */
    throttled: z.array(z.strictObject({ runner: z.string(), seconds: z.number() })),
    /** Runners with more late arrivals than a hundredth of theirs. */
    late: z.array(z.strictObject({ runner: z.string(), arrivals: z.int() })),
    /** The longest that a task of a runner's machine waited for a CPU; null where no machine tells it. */
    cpuPressureSeconds: z.number().nullable(),
    /** Runners whose clock is further from this machine's than lines take to come; negative: behind. */
    clocksApart: z.array(z.strictObject({ runner: z.string(), aheadMs: z.number() })).exactOptional(),
    /** Connections for lines that were cut and taken up again without a loss. */
    cuts: z.int().min(0),
  }),
  z.strictObject({
    check: z.literal('cluster'),
    status: healthStatusSchema,
    /** Why no replica is known; null where they are. `notRead` is told by `unread`. */
    unknownBecause: z.enum(['notConfigured', 'notRead', 'noReplicaSeen']).nullable(),
    /** Interruptions of the watch. */
    gaps: z.int().min(0),
    /** Lines of the series that could not be read; absent: none. */
    unreadableLines: z.int().min(1).exactOptional(),
    /** Resources that could not be read, with the reason as recorded. */
    unread: z.array(z.strictObject({ resource: z.string(), reason: z.string() })),
  }),
  /** Behind a plain Service only: whether new replicas could get load. */
  z.strictObject({
    check: z.literal('connections'),
    status: healthStatusSchema,
    /** More replicas ready than at the start of the load, at most. */
    replicasAdded: z.int().min(0),
    /** Connections opened since the first of them was ready, and the requests that were sent since then. */
    openedSince: z.int().min(0),
    requestsSince: z.int().min(0),
  }),
  z.strictObject({
    check: z.literal('clock'),
    status: healthStatusSchema,
    /** Cluster's clock minus this machine's; null where it was not measured. */
    offset: z.strictObject({ offsetMs: z.number(), uncertaintyMs: z.number() }).nullable(),
    /** By how much, at least, it moved while the load ran; absent: by less than matters. */
    movedMs: z.number().min(0).exactOptional(),
  }),
  /** Endpoints whose answer to the request before the load was a success with a body that reports an error. */
  z.strictObject({
    check: z.literal('bodies'),
    status: healthStatusSchema,
    errors: z.array(z.strictObject({ endpoint: z.string(), status: z.int(), body: z.string() })).min(1),
  }),
  /** What went wrong without ending the run, as the tool recorded it in `run.problems`. */
  z.strictObject({
    check: z.literal('problem'),
    status: healthStatusSchema,
    problem: problemSchema,
  }),
]);

/** One check of the experiment itself. */
export type Health = z.infer<typeof healthSchema>;
