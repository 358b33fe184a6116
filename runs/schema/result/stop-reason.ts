import { z } from 'zod';

/** What a load was ended for: of the requests of a window, in seconds, so many failed or are overdue. */
export const autoStopFactsSchema = z.strictObject({
  failed: z.int().min(0),
  requests: z.int().min(0),
  /** Of the failed ones. */
  overdue: z.int().min(0),
  windowSeconds: z.int().min(1),
});

const limitMs = z.number();

/** Why the tool killed k6, with the limit that it kept to. */
const killSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('notBegun'), limitMs }),
  z.strictObject({ code: z.literal('stoodStill'), limitMs }),
  z.strictObject({ code: z.literal('wentOn') }),
  z.strictObject({ code: z.literal('keptRunning') }),
  z.strictObject({ code: z.literal('keptRequests') }),
]);

/** How the process of k6 ended. */
export const k6EndSchema = z.strictObject({
  /** null: by a signal. */
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
});

/** k6 that ended without its last line: why, as far as it is known, and the last words of its log. */
export const k6FailureSchema = z.strictObject({
  ...k6EndSchema.shape,
  /** null: the tool did not kill it. */
  killed: killSchema.nullable(),
  lastWords: z.string(),
});

/** Why a runner is lost: what became of its k6, and of its pod where it had one. */
const runnerFailureSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('k6'), ...k6FailureSchema.shape }),
  /** As Kubernetes says it: evicted, out of memory, deleted, its image not found, … */
  z.strictObject({ code: z.literal('pod'), said: z.string() }),
]);

/** A runner that is lost, by its name. */
export const runnerLossSchema = z.strictObject({ runner: z.string(), failure: runnerFailureSchema });

const reason = <const Code extends string, Fields extends z.ZodRawShape>(code: Code, fields: Fields) =>
  z.strictObject({ code: z.literal(code), ...fields });

/** Why a load ended before its plan, as codes and figures: `reports/words/run/stop-reason.ts` has the sentences. */
export const stopReasonSchema = z.discriminatedUnion('code', [
  /** Asked to: the first Ctrl-C, a SIGTERM, or a client of `headroom mcp` that cancelled the load or went away. */
  reason('ctrlC', {}),
  /** A signal to k6 that was not the tool's. */
  reason('signal', { signal: z.string() }),
  reason('toolGone', {}),
  reason('autoStop', autoStopFactsSchema.shape),
  reason('rateCap', { requestsPerSecondMax: z.number() }),
  reason('replicaHours', { maxReplicaHours: z.number() }),
  /** What the script said, as with `test.abort()`; null: nothing. */
  reason('aborted', { said: z.string().nullable() }),
  /** Thresholds of the script that were missed, at least one of them with `abortOnFail`. */
  reason('thresholds', {
    missed: z.array(z.strictObject({ metric: z.string(), expression: z.string() })).min(1),
  }),
  reason('k6Ended', k6FailureSchema.shape),
  /** Some of several runners went: the load lacked their share. */
  reason('runnersLost', { losses: z.array(runnerLossSchema).min(1) }),
  /** Some of several runners were not ready in time: no load was fired. */
  reason('runnersNotReady', { runners: z.array(z.string()), readySeconds: z.number() }),
]);

/** How the process of k6 ended: by a code or by a signal. */
export type K6Exit = z.infer<typeof k6EndSchema>;
/** Why the tool killed k6. */
export type Kill = z.infer<typeof killSchema>;
/** k6 that ended without its last line. */
export type K6Failure = z.infer<typeof k6FailureSchema>;
/** A runner that is lost. */
export type RunnerLoss = z.infer<typeof runnerLossSchema>;
/** Why a load ended before its plan. */
export type StopReason = z.infer<typeof stopReasonSchema>;
