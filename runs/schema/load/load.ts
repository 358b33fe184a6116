import { z } from 'zod';
import { about } from '../about.ts';
import { traceGaps } from './trace-gaps.ts';
import { traceUnits } from './trace-units.ts';
import { traffic } from './traffic.ts';

const rateSchema = z.number().positive();
const secondsSchema = z.number().int().min(1);

const scenarioSchema = <const Name extends string>(name: Name, description: string) =>
  z.literal(name).meta(about(description, name));

/** The load: which shape, and its numbers. Each shape is described, with a picture, in `scenarios/<name>.ts`. */
const spikeLoadSchema = z.strictObject({
  scenario: scenarioSchema('spike', 'a baseline, a sudden peak, and the baseline again'),
  baselineRatePerSecond: rateSchema.meta(about('arrivals before and after the peak', 10)),
  peakRatePerSecond: rateSchema.meta(about('arrivals during the peak', 60)),
  baselineSeconds: secondsSchema.default(30).meta(about('how long the baseline lasts before the peak', 30)),
  holdSeconds: secondsSchema.default(60).meta(about('how long the peak lasts', 60)),
  recoverySeconds: secondsSchema.default(60).meta(about('how long the baseline lasts after the peak', 60)),
  ...traffic,
});

/** Steps up, each held for a while. */
const staircaseLoadSchema = z.strictObject({
  scenario: scenarioSchema('staircase', 'steps up, each held for a while'),
  firstRatePerSecond: rateSchema.meta(about('arrivals on the first step', 10)),
  stepRatePerSecond: rateSchema.meta(about('by how much each further step is higher', 10)),
  steps: z
    .int()
    .min(1)
    .max(100)
    .meta(about('how many steps there are', 5, { unit: 'steps' })),
  stepSeconds: secondsSchema.default(30).meta(about('how long each step lasts', 30)),
  ...traffic,
});

/** A steady rise from one rate to another. */
const rampLoadSchema = z.strictObject({
  scenario: scenarioSchema('ramp', 'a steady rise from one rate to another'),
  fromRatePerSecond: rateSchema.meta(about('arrivals at the beginning', 5)),
  toRatePerSecond: rateSchema.meta(about('arrivals at the end', 50)),
  rampSeconds: secondsSchema.meta(about('how long the rise lasts', 300)),
  ...traffic,
});

/** One rate for a long time. */
const soakLoadSchema = z.strictObject({
  scenario: scenarioSchema('soak', 'one rate for a long time'),
  ratePerSecond: rateSchema.meta(about('arrivals all the time', 20)),
  soakSeconds: secondsSchema.meta(about('how long the load lasts', 1800)),
  ...traffic,
});

/** Which numbers of a trace are requests, and when. */
const traceKeys = {
  trace: z
    .string()
    .min(1)
    .meta(about('file of requests or of their numbers: CSV, JSON, or an access log', './export.csv')),
  column: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .meta(
      about('header of the column to read, or a list of several to add up', 'requests', {
        otherwise: 'known by its name',
      }),
    ),
  unit: z
    .enum(traceUnits)
    .optional()
    .meta(
      about(
        "what a number counts: 'count' (requests of its step), 'perSecond', 'perMinute', 'perHour', or 'eachRow' (each row is one request)",
        'perMinute',
        { otherwise: 'by the name of the column' },
      ),
    ),
  step: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .meta(
      about('how long the time of one row is', 60, {
        unit: 's',
        otherwise: 'by the distances of the times',
      }),
    ),
  gaps: z
    .enum(traceGaps)
    .optional()
    .meta(
      about(
        "what a step without a number is: 'zero' (no requests), or 'interpolate' (on the straight line between the numbers around it)",
        'zero',
        { otherwise: 'no requests where fewer than 20 would have come, else asked for' },
      ),
    ),
  timeZone: z
    .string()
    .min(1)
    .optional()
    .meta(
      about("zone of times that name none, such as 'Europe/Berlin' or '+02:00'", 'Europe/Berlin', {
        otherwise: 'UTC',
      }),
    ),
  dateOrder: z
    .enum(['dayFirst', 'monthFirst'])
    .optional()
    .meta(
      about("what 1/5/2024 means: 'dayFirst' is 1 May", 'dayFirst', {
        otherwise: 'by the other dates of the column',
      }),
    ),
};

/** A recorded trace with its own counts per second. */
const replayLoadSchema = z.strictObject({
  scenario: scenarioSchema('replay', 'a recorded trace with its own counts for each second'),
  ...traceKeys,
  ...traffic,
  fromSecond: z
    .int()
    .min(0)
    .default(0)
    .meta(about('where in the trace the load begins', 3600, { unit: 's' })),
  seconds: secondsSchema
    .optional()
    .meta(about('how much of the trace is fired', 600, { unit: 's', otherwise: 'to its end' })),
  rateFactor: rateSchema
    .default(1)
    .meta(about('every count times this; the pace stays as it was', 2, { unit: 'times' })),
  arrivals: z
    .enum(['random', 'even', 'exact'])
    .exactOptional()
    .meta(
      about("when arrivals come inside each second of the trace; 'exact': at its own time stamps", 'exact', {
        otherwise: "'random'",
      }),
    ),
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
