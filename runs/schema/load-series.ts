import { z } from 'zod';

/**
 * `load.ndjson`: additive deltas, appended while the load runs. Any two lines of the same second, generator,
 * endpoint and phase may be added, in any order and from any generator: that is the whole merge.
 */
export const sketchSchema = z.strictObject({
  scale: z.int().min(-10).max(20),
  offset: z.int(),
  counts: z.array(z.int().min(0)).readonly(),
  zeroCount: z.int().min(0),
  count: z.int().min(0),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
});

/**
 * How a request ended: the HTTP status as text ("200", "503"), or why there was no answer.
 * `timeout`: the client gave up; `blocked`: the host is not allowed, nothing was sent.
 */
export const failureClasses = [
  'timeout',
  'refused',
  'reset',
  'dns',
  'tls',
  'dial',
  'blocked',
  'other',
] as const;
export const outcomeSchema = z.union([z.string().regex(/^[1-5]\d\d$/), z.enum(failureClasses)]);

const series = {
  /** Second of arrival, seconds since the epoch: a 504 belongs to the second that sent it. */
  second: z.int().min(0),
  generator: z.string(),
  endpoint: z.string(),
  phase: z.string(),
};

export const loadCountsSchema = z.strictObject({
  kind: z.literal('counts'),
  ...series,
  arrivals: z.int().min(0),
  outcomes: z.record(outcomeSchema, z.int().min(0)),
  /** Planned arrivals that found no virtual user: never sent. */
  dropped: z.int().min(0),
  /** Milliseconds from sending to the last byte, by outcome; for a request without an answer, until it failed. */
  latencyMs: z.record(outcomeSchema, sketchSchema),
  /** Milliseconds inside run(), from the x-ms-run-fn-exec-ms header, where the server sends it. */
  serviceMs: sketchSchema.optional(),
});

export const loadGaugeSchema = z.strictObject({
  kind: z.literal('gauge'),
  atMs: z.number(),
  generator: z.string(),
  /** Requests sent and not yet answered. */
  inFlight: z.int(),
  virtualUsers: z.int(),
  virtualUsersMax: z.int(),
});

export const loadLostSchema = z.strictObject({
  kind: z.literal('lost'),
  generator: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.string(),
});

export const loadHeaderSchema = z.strictObject({ kind: z.literal('header'), schemaVersion: z.literal(1) });

export const loadLineSchema = z.discriminatedUnion('kind', [
  loadHeaderSchema,
  loadCountsSchema,
  loadGaugeSchema,
  loadLostSchema,
]);

export type Outcome = z.infer<typeof outcomeSchema>;
export type LoadCounts = z.infer<typeof loadCountsSchema>;
export type LoadGauge = z.infer<typeof loadGaugeSchema>;
export type LoadLost = z.infer<typeof loadLostSchema>;
export type LoadLine = z.infer<typeof loadLineSchema>;

/** An answer in the 2xx range. */
export const isOk = (outcome: string): boolean => /^2\d\d$/.test(outcome);
