import { z } from 'zod';
import { retriesSchema } from './retries.ts';
import { traceUnits } from './trace-units.ts';

const rate = z.number().positive().describe('arrivals per second');
const seconds = z.number().int().min(1).describe('whole seconds');

/**
 * How arrivals vary about the rate. `random`: as if each caller came by itself (Poisson); `dispersion`: burstier, the
 * variance of the counts per second is so many times their mean; `even`: equal gaps, which flatters a service.
 */
const arrivalsSchema = z
  .union([z.enum(['random', 'even']), z.strictObject({ dispersion: z.number().min(1).max(1000) })])
  .describe("'random' (default), { dispersion: n } for bursts, or 'even'");

/** Which connections requests use. Behind a plain Service they decide which pods get load. */
const connectionsSchema = z.strictObject({
  mode: z
    .enum(['reuse', 'perUser', 'new'])
    .default('reuse')
    .describe('any idle connection, one for each virtual user of a script, or a new one for each request'),
  maxAgeSeconds: z
    .number()
    .positive()
    .exactOptional()
    .describe('an older connection gets no further request; default: no limit'),
});

/** A weight, or the endpoint whose arrivals run the function and its weight among the functions of that endpoint. */
const mixedSchema = z.union([
  z.number().positive(),
  z.strictObject({ endpoint: z.string().min(1), weight: z.number().positive().default(1) }),
]);

const mixSchema = z
  .record(z.string().min(1), mixedSchema)
  .refine((mix) => Object.keys(mix).length > 0, { message: 'names no function' })
  .describe(
    "functions that your script exports, or scenarios of its options, each with its weight: { vote: 3, hook: 1 }; with several endpoints also whose arrivals run it: { vote: { endpoint: 'score' } }",
  );

const clientRetriesSchema = retriesSchema.describe(
  'how your clients try again after 429, 502, 503, 504, a broken connection or a timeout: the load does so, and `plan` expects it. A script tries again by itself',
);

const traffic = {
  arrivals: arrivalsSchema.exactOptional(),
  connections: connectionsSchema.exactOptional(),
  retries: clientRetriesSchema.exactOptional(),
  mix: mixSchema.exactOptional(),
};

/** The load: which shape, and its numbers. Each shape is described, with a picture, in `scenarios/<name>.ts`. */
const spikeLoadSchema = z.strictObject({
  scenario: z.literal('spike'),
  baselineRatePerSecond: rate,
  peakRatePerSecond: rate,
  baselineSeconds: seconds.default(30),
  holdSeconds: seconds.default(60),
  recoverySeconds: seconds.default(60),
  ...traffic,
});

/** Steps up, each held for a while. */
const staircaseLoadSchema = z.strictObject({
  scenario: z.literal('staircase'),
  firstRatePerSecond: rate,
  stepRatePerSecond: rate,
  steps: z.int().min(1).max(100),
  stepSeconds: seconds.default(30),
  ...traffic,
});

/** A steady rise from one rate to another. */
const rampLoadSchema = z.strictObject({
  scenario: z.literal('ramp'),
  fromRatePerSecond: rate,
  toRatePerSecond: rate,
  rampSeconds: seconds,
  ...traffic,
});

/** One rate for a long time. */
const soakLoadSchema = z.strictObject({
  scenario: z.literal('soak'),
  ratePerSecond: rate,
  soakSeconds: seconds,
  ...traffic,
});

/** A recorded trace with its own counts per second. */
const replayLoadSchema = z.strictObject({
  scenario: z.literal('replay'),
  trace: z.string().min(1).describe('file of requests or of their numbers: CSV, JSON, or an access log'),
  column: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      "header of the column to read, or several to add up, such as 'requests'; default: known by its name",
    ),
  unit: z
    .enum(traceUnits)
    .optional()
    .describe(
      "what a number counts: 'count' (requests of its step), 'perSecond', 'perMinute', 'perHour', or 'eachRow' (each " +
        'row is one request); default: by the name of the column',
    ),
  step: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('seconds of a row, such as 60; default: by the distances of the times'),
  timeZone: z
    .string()
    .min(1)
    .optional()
    .describe("zone of times that name none, such as 'Europe/Berlin' or '+02:00'; default: UTC"),
  dateOrder: z
    .enum(['dayFirst', 'monthFirst'])
    .optional()
    .describe("what 1/5/2024 means, such as 'dayFirst'; default: by the other dates of the column"),
  fromSecond: z.int().min(0).default(0).describe('where in the trace to begin'),
  seconds: seconds.optional().describe('how much of the trace to fire; default: to its end'),
  rateFactor: z.number().positive().default(1).describe('every count times this; the pace stays as it was'),
  arrivals: z
    .enum(['random', 'even', 'exact'])
    .exactOptional()
    .describe('inside each second of the trace; exact: at its own time stamps. Default: random'),
  connections: connectionsSchema.exactOptional(),
  retries: clientRetriesSchema.exactOptional(),
  mix: mixSchema.exactOptional(),
});

/** The load of a config, by its scenario. */
export const loadSchema = z.discriminatedUnion('scenario', [
  spikeLoadSchema,
  staircaseLoadSchema,
  rampLoadSchema,
  soakLoadSchema,
  replayLoadSchema,
]);

/** Baseline, peak, baseline again. */
export type SpikeLoad = z.infer<typeof spikeLoadSchema>;
/** Steps up, each held for a while. */
export type StaircaseLoad = z.infer<typeof staircaseLoadSchema>;
/** A steady rise from one rate to another. */
export type RampLoad = z.infer<typeof rampLoadSchema>;
/** One rate for a long time. */
export type SoakLoad = z.infer<typeof soakLoadSchema>;
/** A recorded trace with its own counts per second. */
export type ReplayLoad = z.infer<typeof replayLoadSchema>;
/** The load of a config, with its defaults filled in. */
export type Load = z.infer<typeof loadSchema>;
/** Functions of a script with their weights. */
export type MixWeights = z.infer<typeof mixSchema>;
/** How arrivals vary about the rate. */
export type ArrivalKind = z.infer<typeof arrivalsSchema>;

/** A stretch of time in which the planned rate goes in a straight line from one value to another. */
const pieceSchema = z.strictObject({
  durationSeconds: z.number().positive(),
  fromRatePerSecond: z.number().min(0),
  toRatePerSecond: z.number().min(0),
});

/** What a phase is there for. */
const phaseKinds = ['baseline', 'spike', 'recovery', 'step', 'ramp', 'soak', 'replay'] as const;

/** A named part of the load. */
export const phaseSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  kind: z.enum(phaseKinds),
  /** Since the first planned arrival of the run. */
  startSeconds: z.number().min(0),
  durationSeconds: z.number().positive(),
  pieces: z.array(pieceSchema).min(1),
});

/** A stretch of a phase in which the rate is constant or changes evenly. */
export type Piece = z.infer<typeof pieceSchema>;
/** A named part of the load. */
export type Phase = z.infer<typeof phaseSchema>;
