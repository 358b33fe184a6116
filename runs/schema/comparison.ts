import { z } from 'zod';
import { commitSchema, tagsSchema, titleSchema } from './labels.ts';
import { intervalSchema } from './result/timeline.ts';
import { sloSchema } from './run.ts';

/** What a run came to. Of each, less is better. */
export const outcomeFigures = [
  'errorShare',
  'rejectedShare',
  'timedOutShare',
  'p50Latency',
  'p95Latency',
  'p99Latency',
  'secondsToRecover',
  'meanReplicas',
] as const;

/**
 * What a run tells of the service behind what it came to: typical times, as geometric means, and what a request takes beyond
 * its service. Of each, less is better. They vary far less from run to run than what comes of them.
 */
export const inputFigures = ['serviceTime', 'startupLag', 'routerOverhead'] as const;

/**
 * Standard deviation that is allowed for a typical time from run to run of an unchanged service, as a share of it: machines are not
 * equally fast on two days, which one run can't show. Assumed; how far several runs of a side lie apart may show more.
 */
export const allowedRunSpread = 0.015;

/** Those that an SLO limits: they decide. */
export const decidingFigures = ['errorShare', 'p95Latency'] as const;

/** A difference that is not worth a decision, in the figure's unit or as a share of the base's value. */
const toleranceSchema = z.strictObject({
  by: z.enum(['amount', 'share']),
  value: z.number().min(0),
});

/** Why there is no interval for a difference. The words are in reports/words/proof/comparison.ts. */
const missingSpreads = [
  /** One of the two runs does not have the figure. */
  'notMeasured',
  /** The base can't be simulated: no replicas were watched, or too little was recorded. */
  'notCalibrated',
  /** The simulated service never showed what was measured, so its spread tells nothing. */
  'notSimulated',
] as const;

/** One figure of both sides: of several runs their mean. */
const differenceSchema = z.strictObject({
  figure: z.enum([...outcomeFigures, ...inputFigures]),
  unit: z.enum(['share', 'millisecond', 'second', 'replica']),
  base: z.number().nullable(),
  compared: z.number().nullable(),
  /** compared - base, with the 99 % interval of a difference that chance does not explain. */
  difference: intervalSchema.nullable(),
  /** Null where there is an interval. */
  missing: z.enum(missingSpreads).nullable(),
  tolerance: toleranceSchema,
  /** Better and worse: beyond chance and beyond the tolerance. Same: the whole interval is within the tolerance. */
  verdict: z.enum(['better', 'same', 'worse', 'cantTell']),
});

/**
 * What one input does to the figures that decide: the simulated base with that input as the compared runs have it, less the
 * simulated base as it is, under the same requests. Of the latency the same share of the measured one. What the router adds
 * to every answer it adds to the p95, without a simulation; null: not asked, or it can't be simulated.
 */
const effectSchema = z.strictObject({
  of: z.enum(inputFigures),
  errorShare: z.number().nullable(),
  /** Milliseconds. */
  p95Latency: z.number().nullable(),
  /**
   * By the tolerances: same where it matters to none of them; can't tell where the interval of what was measured leaves out what
   * was simulated.
   */
  verdict: z.enum(['better', 'same', 'worse', 'cantTell']),
});

/** What a person knows a compared run by. */
const comparedRunSchema = z.strictObject({
  id: z.string(),
  side: z.enum(['base', 'compared']),
  /** Absent where it has none, as the next two. */
  title: titleSchema.exactOptional(),
  tags: tagsSchema.exactOptional(),
  commit: commitSchema.exactOptional(),
  scenario: z.string(),
  /** The kind of its rule; null: neither read nor stated. */
  autoscaler: z.string().nullable(),
  /** Whether marks of its script or of what it sent were kept; older runs are known by names alone. */
  hasContents: z.boolean(),
  /** As planned. */
  peakRatePerSecond: z.number(),
  /** What each endpoint is held to; the name of the only one is null. */
  slos: z.array(z.strictObject({ endpoint: z.string().nullable(), slo: sloSchema })).min(1),
});

/** In what two loads differ. */
const loadDifferences = [
  'phases',
  'rates',
  'endpoints',
  'timeout',
  'work',
  'script',
  'payloads',
  'retries',
] as const;

/** Runs of the same load, figure by figure: what `headroom compare --json` prints. */
export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Ids of the runs; several are repeats of the same. */
  base: z.array(z.string()).min(1),
  compared: z.array(z.string()).min(1),
  /** Those of the base first. */
  runs: z.array(comparedRunSchema).min(2),
  /** Empty, unless unlike loads were asked for. */
  unlike: z.array(z.enum(loadDifferences)),
  /** Simulated runs of the base from which the spread between two runs is taken; 0: it can't be simulated. */
  simulatedRuns: z.int().min(0),
  /** How many runs of each side met their own SLO; one without a verdict met none. */
  metSlo: z.strictObject({ base: z.int().min(0), compared: z.int().min(0) }),
  /** Whether all runs were held against the same SLO. */
  sameSlo: z.boolean(),
  /** Whether all runs fired the same arrivals, so that these are no part of what differs by chance. */
  sameArrivals: z.boolean(),
  figures: z.array(differenceSchema),
  /** Of the inputs that differ beyond chance and tolerance. */
  effects: z.array(effectSchema),
  /**
   * By the figures that the SLO limits, and by the inputs whose effect on them matters: worse if one of them is, better if
   * one is, none is worse, and none that can't tell was measured worse by what matters.
   */
  verdict: differenceSchema.shape.verdict,
  /**
   * Where it can't tell: the runs of each side that would by the figures that the SLO limits, if the difference stays as
   * measured. null: it tells, or even 100 runs would not, as where intervals are as wide as the simulation is off.
   */
  runsToTell: z.int().min(2).nullable(),
});

/** What a person knows a compared run by. */
export type ComparedRun = z.infer<typeof comparedRunSchema>;
/** In what two loads differ. */
export type LoadDifference = (typeof loadDifferences)[number];
/** What a run came to. */
export type OutcomeFigure = (typeof outcomeFigures)[number];
/** What a run tells of the service behind it. */
export type InputFigure = (typeof inputFigures)[number];
/** A figure by which runs are compared. */
export type ComparedFigure = OutcomeFigure | InputFigure;
/** What one input does to the figures that decide. */
export type Effect = z.infer<typeof effectSchema>;
/** A difference that is not worth a decision. */
export type Tolerance = z.infer<typeof toleranceSchema>;
/** One figure of both sides. */
export type Difference = z.infer<typeof differenceSchema>;
/** Runs compared, figure by figure. */
export type Comparison = z.infer<typeof comparisonSchema>;

/** Whether an SLO limits this figure. */
export const isDeciding = ({ figure }: Pick<Difference, 'figure'>): boolean =>
  (decidingFigures as readonly ComparedFigure[]).includes(figure);

/** From which amount on a difference matters, in the figure's unit. */
export const worthOf = ({ tolerance, base }: Pick<Difference, 'tolerance' | 'base'>): number =>
  tolerance.by === 'amount' ? tolerance.value : tolerance.value * (base ?? 0);

/**
 * Whether a simulated move matters, in the figure's unit, and the interval of what was measured leaves it out: then it is not what
 * came of the input.
 */
export const isRuledOut = (
  figure: Pick<Difference, 'difference' | 'tolerance' | 'base'>,
  by: number,
): boolean =>
  figure.difference !== null &&
  Math.abs(by) > worthOf(figure) &&
  (by < figure.difference.low || by > figure.difference.high);
