import { z } from 'zod';
import { loadArmedSchema, loadRunnerSchema } from './load/load-runners.ts';
import { failureClasses } from './outcome.ts';
import { loadEndSchema } from './result/load-end.ts';

/**
 * `load.ndjson`: the generator's stream, kept line by line as it came. Lines of `counts` and `script` are additive
 * deltas: any two of the same second, generator, endpoint and phase may be added, in any order and from any
 * generator. That is the whole merge. Fields that are zero or empty are left out.
 */
const sketchSchema = z.strictObject({
  scale: z.int().min(-10).max(20),
  offset: z.int(),
  counts: z.array(z.int().min(0)).readonly(),
  zeroCount: z.int().min(0),
  count: z.int().min(0),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
});

/** How a request ended: the HTTP status ("200", "503"; a WebSocket's handshake "101"), a gRPC code, or a failure class. */
const outcomeSchema = z.union([
  z.string().regex(/^[1-5]\d\d$/),
  z.string().regex(/^grpc:\d+$/),
  z.enum(failureClasses),
]);

const count = z.int().min(0);
/** Number of the line in its stream: 0, 1, 2, … A gap is a lost line. */
const seq = count;
const source = {
  /** Second of the planned arrival, seconds since the epoch: a 504 belongs to the second that sent it. */
  second: count,
  generator: z.string(),
  endpoint: z.string(),
  phase: z.string(),
};

/** The first line of a stream: who writes, and when the load began. */
const loadHeaderSchema = z.strictObject({
  kind: z.literal('header'),
  seq,
  schemaVersion: z.literal(2),
  generator: z.string(),
  /** Version of the k6 module. */
  module: z.string(),
  /** The whole second, in epoch ms, at which the plan's second 0 began. */
  startedAtMs: z.number(),
});

/** Requests of one second, phase and endpoint. Lines of one second add up, in any order. */
const loadCountsSchema = z.strictObject({
  kind: z.literal('counts'),
  seq,
  ...source,
  /** Planned arrivals that were fired: their iteration began, or their request was handed to the HTTP client. */
  arrivals: count,
  /** Planned arrivals never fired, because the cap on requests in flight or on virtual users was reached. */
  dropped: count.exactOptional(),
  /** Fired arrivals whose script threw. */
  exceptions: count.exactOptional(),
  /** Requests, WebSocket sessions and gRPC calls begun: one for each arrival of the built-in request. Without retries. */
  requests: count.exactOptional(),
  /** Requests sent again after a failure, as `load.retries` says; in the second that sent them. */
  retries: count.exactOptional(),
  /** Of requests that ended. One that was tried again ends with its last try. */
  outcomes: z.record(outcomeSchema, count),
  /** Requests that ended otherwise than the script expects; without a script: not in 2xx. */
  unexpected: count.exactOptional(),
  /** Of `outcomes`: requests that the script judges against their status, such as an expected 409, a 200 that is none. */
  judgedOtherwise: z.record(outcomeSchema, count).exactOptional(),
  /** Planned arrival to last byte, connecting included, by outcome; to that of the last try. */
  latencyMs: z.record(outcomeSchema, sketchSchema).exactOptional(),
  /**
   * Only of a load that tries again: what the service saw. Each try by its own outcome, in the second that sent it, from
   * its sending (the first from the planned arrival) to its last byte.
   */
  triesMs: z.record(outcomeSchema, sketchSchema).exactOptional(),
  /** Arrival fired minus planned. */
  latenessMs: sketchSchema.exactOptional(),
  /** The part of the lateness that waited for a virtual user. */
  userWaitMs: sketchSchema.exactOptional(),
  /** Only of requests that opened a connection. */
  connectMs: sketchSchema.exactOptional(),
  tlsMs: sketchSchema.exactOptional(),
  /** Sent, connection there, to first byte; first byte to last byte. */
  firstByteMs: sketchSchema.exactOptional(),
  bodyMs: sketchSchema.exactOptional(),
  /** New connections opened. */
  connections: count.exactOptional(),
  /** Times that the transport sent a request again by itself, because a reused connection was dropped. */
  resent: count.exactOptional(),
  /** Inside run(), from the x-ms-run-fn-exec-ms header, where the server sends it. */
  serviceMs: sketchSchema.exactOptional(),
});

/** Once a second: the state of the generator. */
const loadGaugeSchema = z.strictObject({
  kind: z.literal('gauge'),
  seq,
  atMs: z.number(),
  generator: z.string(),
  /** Requests (or iterations) begun and not ended. */
  inFlight: z.int(),
  /** Of those, longer in flight than auto-stop's `overdueMs`. */
  overdue: count,
  virtualUsers: count,
  virtualUsersMax: count,
  /** Arrivals that wait for a virtual user. */
  queued: count,
  /** CPU of the generator's process since its start. */
  cpuSeconds: z.number(),
  memoryBytes: z.number(),
  /** Since the start, where the system tells it: how long a limit on CPU held the process back. */
  throttledSeconds: z.number().min(0).exactOptional(),
  /** Since the start, where the system tells it: how long some task of the machine waited for a CPU. */
  cpuPressureSeconds: z.number().min(0).exactOptional(),
});

/** A user's own metrics: by the second in which they were measured, and by the phase of their arrival. */
const loadScriptSchema = z.strictObject({
  kind: z.literal('script'),
  seq,
  ...source,
  checks: z
    .record(z.string(), z.tuple([count, count]))
    .exactOptional()
    .describe('passes, fails'),
  counters: z.record(z.string(), z.number()).exactOptional(),
  rates: z
    .record(z.string(), z.tuple([count, count]))
    .exactOptional()
    .describe('nonzero, total'),
  trends: z.record(z.string(), sketchSchema).exactOptional(),
  gauges: z.record(z.string(), z.number()).exactOptional().describe('last value'),
});

/** One failing answer, redacted and cut: the first three of each outcome and phase, and the first of further seconds. */
const loadSampleSchema = z.strictObject({
  kind: z.literal('sample'),
  seq,
  ...source,
  outcome: outcomeSchema,
  status: z.int(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z.string().exactOptional(),
  error: z.string().exactOptional(),
});

/** An exception that a script threw: the first few that differ, redacted. */
const loadExceptionSchema = z.strictObject({
  kind: z.literal('exception'),
  seq,
  second: count,
  generator: z.string(),
  phase: z.string(),
  message: z.string(),
  stack: z.array(z.string()),
});

/** The generator itself stood still: its process or its machine was paused. */
const loadStallSchema = z.strictObject({
  kind: z.literal('stall'),
  seq,
  generator: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
});

/** The fence refused a connection. */
const loadRefusedSchema = z.strictObject({
  kind: z.literal('refused'),
  seq,
  generator: z.string(),
  second: count,
  address: z.string(),
  host: z.string().exactOptional(),
  protocol: z.string(),
});

/** Something to know about the run that is no fault: what of a script's options is not used, … */
const loadNoteSchema = z.strictObject({
  kind: z.literal('note'),
  seq,
  generator: z.string(),
  code: z.string(),
  names: z.array(z.string()),
});

/** Lines that the generator's bounded queue could not hold. */
const loadLostSchema = z.strictObject({
  kind: z.literal('lost'),
  seq,
  generator: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.string(),
});

/** One line of `load.ndjson`. */
export const loadLineSchema = z.discriminatedUnion('kind', [
  loadArmedSchema,
  loadHeaderSchema,
  loadCountsSchema,
  loadGaugeSchema,
  loadScriptSchema,
  loadSampleSchema,
  loadExceptionSchema,
  loadStallSchema,
  loadRefusedSchema,
  loadNoteSchema,
  loadLostSchema,
  loadRunnerSchema,
  loadEndSchema,
]);

/** Requests of one second, phase and endpoint. */
export type LoadCounts = z.infer<typeof loadCountsSchema>;
/** The state of the generator at one time. */
export type LoadGauge = z.infer<typeof loadGaugeSchema>;
/** What a script measured itself. */
export type LoadScript = z.infer<typeof loadScriptSchema>;
/** A failing answer. */
export type LoadSample = z.infer<typeof loadSampleSchema>;
/** A script's exception. */
export type LoadException = z.infer<typeof loadExceptionSchema>;
/** A stretch in which the generator did not run. */
export type LoadStall = z.infer<typeof loadStallSchema>;
/** A stretch of which lines are missing. */
export type LoadLost = z.infer<typeof loadLostSchema>;
/** The last line of a stream: how the load ended. */
export type LoadEnd = z.infer<typeof loadEndSchema>;
/** One line of `load.ndjson`, as read. */
export type LoadLine = z.infer<typeof loadLineSchema>;
