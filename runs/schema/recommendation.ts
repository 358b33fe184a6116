import { z } from 'zod';
import { behaviorParts, knobKeys } from '../../planner/platforms/knob.ts';
import { provenanceSchema } from './calibration.ts';
import { routerSchema } from './model/router.ts';
import { headroomSchema } from './plan/headroom.ts';
import { noteSchema, refusalSchema, way } from './plan/notes.ts';
import { plannedLoadSchema } from './plan/planned-load.ts';
import { unknownSchema } from './plan/unknown.ts';
import { policySettingsSchema } from './policy.ts';
import { intervalSchema } from './result/timeline.ts';
import { scalingRulesSchema } from './rules/hpa.ts';
import { sloSchema } from './run.ts';
import { versionSchema } from './version.ts';

const ms = intervalSchema.nullable().describe('null: no request succeeded');

/**
 * What to set: the autoscaler, and of the two limits of the router those that change; null: no limit. One that is
 * absent is left alone.
 */
export const plannedSettingsSchema = z.strictObject({
  policy: policySettingsSchema,
  queueWaitMs: z.number().min(0).nullable().exactOptional(),
  requestTimeoutMs: z.number().min(0).nullable().exactOptional(),
});

/**
 * What settings do under the planned load. Every interval but `meetsSlo` and `cost.mean…` is predictive: it covers
 * the figure of ONE further run with its confidence, model error and chance of the run included. A share is in 0..1.
 */
const predictionSchema = z.strictObject({
  /** Simulated runs: one for each draw of the model from its calibrated intervals. */
  runs: z.int().min(1),
  /** Chance that one run of the load as planned meets the SLO; mid is Laplace's (met + 1) / (runs + 2). */
  meetsSlo: intervalSchema,
  /** The same, where it must hold with the margin too: what the asked confidence is held against. */
  meetsSloWithMargin: intervalSchema,
  errorShare: intervalSchema,
  rejectedShare: intervalSchema.describe('503 or 429'),
  timedOutShare: intervalSchema.describe('504'),
  latencyMs: z.strictObject({ p50: ms, p95: ms, p99: ms }),
  /** Ready ones over the run: time average, and the most at once. */
  replicas: z.strictObject({ mean: intervalSchema, max: intervalSchema }),
  /** From the steepest rise of the load; null without a rise, or where too few runs recover. */
  secondsToRecover: intervalSchema.nullable(),
  recoveredShare: z.number().min(0).max(1).nullable(),
  cost: z.strictObject({
    /**
     * Replica-hours per hour of the traffic mix: replicas that hold a place on a node, starting ones included. mid is the mean
     * over the runs.
     */
    replicas: intervalSchema,
    /** The same mean: what candidates are compared by. */
    meanReplicas: z.number().min(0),
    /** Price x replicas or nodes, per hour; null without a price. */
    perHour: intervalSchema.nullable(),
  }),
});

/**
 * Why a candidate lost: `measured` broke `limit`. Shares in 0..1, latency in ms, cost in replica-hours per hour.
 * sameCost: it broke nothing, and the difference is not worth a change.
 */
const excuseSchema = z.strictObject({
  kind: z.enum(['errorShare', 'latency', 'cost', 'sameCost']),
  measured: z.number(),
  limit: z.number(),
});

const rejectedSchema = z.strictObject({
  settings: plannedSettingsSchema,
  /** Whether it lost in the runs of the search or in those of the proof: each half judges by itself. Absent in older folders. */
  lostIn: z.enum(['search', 'proof']).exactOptional(),
  /** Fewer than asked for where the first, hardest draws have settled it. */
  runs: z.int().min(1),
  failedRuns: z.int().min(0),
  /** How many of how many runs may fail. */
  allowed: z.strictObject({ failedRuns: z.int().min(0), runs: z.int().min(1) }),
  meanReplicas: z.number().min(0),
  excuse: excuseSchema,
  /** Others that lost for the same reason, and are not shown. */
  alike: z.int().min(0),
});

/** `scaleUp` and `scaleDown` are rules, all others numbers. null: no limit. */
const knobValueSchema = z.union([z.number(), scalingRulesSchema]).nullable();

/** Named as in the settings of the policies; the rules of an HPA by direction. */
const turnedKnobs = [...knobKeys, ...behaviorParts] as const;

/** One knob turned to a neighbouring value, the others as advised: differences on the same simulated runs. */
const sensitivitySchema = z.strictObject({
  knob: z.enum(turnedKnobs),
  from: knobValueSchema,
  to: knobValueSchema,
  runs: z.int().min(1),
  /** Share of those runs that meet the SLO. */
  metShare: z.number().min(0).max(1),
  errorShareChange: z.number(),
  /** Relative: 0.1 is 10 % dearer. */
  costChange: z.number(),
});

const changeSchema = z.strictObject({
  what: z.enum(['peak', 'startupLag']),
  /** The advice holds up to this many times what was planned for; null: at least to the largest factor tried. */
  factor: z.number().positive().nullable(),
  triedFactorMax: z.number().positive(),
  /** Requests per second, or mean milliseconds; null like `factor`. */
  value: z.number().nullable(),
});

const timeoutsSchema = z.strictObject({
  /** The platform's limits as calibrated, in the middle of their intervals; null: none. */
  inUse: z.strictObject({ queueWaitMs: z.number().nullable(), requestTimeoutMs: z.number().nullable() }),
  modelMs: z.number(),
  routerMs: z.number(),
  gatewayMs: z.number(),
  clientMs: z.number(),
  /** Queue waits that were tried with the advised settings, on the same runs. */
  queueWaits: z.array(
    z.strictObject({
      queueWaitMs: z.number().nullable(),
      errorShare: z.number(),
      p95LatencyMs: z.number().nullable(),
    }),
  ),
  notes: z.array(noteSchema),
});

/** What an advice rests on. The words for each are in reports/words/plan/inputs.ts. */
const planInputs = [
  'serviceTime',
  'startupLag',
  'queuePlace',
  'queueWait',
  'requestTimeout',
  'routerInstances',
  'timedOutRequest',
  'overhead',
  'slotsPerReplica',
  'autoscaler',
  'cpuPerBusy',
  'sampleAge',
  'dispersion',
] as const;

/** The value of an input: a figure with its interval, or several readings with their shares of belief. */
const inputValueSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('range'),
    unit: z.enum(['millisecond', 'varianceOverMean', 'shareOfRequest']),
    range: intervalSchema,
  }),
  /** No such limit. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('count'), count: z.int() }),
  z.strictObject({ kind: z.literal('policy'), policy: z.string() }),
  z.strictObject({
    kind: z.literal('beliefs'),
    options: z
      .array(
        z.strictObject({
          option: z.union([z.int(), routerSchema.shape.onTimeout.unwrap(), z.strictObject(way)]),
          share: z.number().min(0).max(1),
        }),
      )
      .min(1),
  }),
]);

/** Ids of the runs that were planned from, the one whose load was planned for last. Absent in older advices. */
const plannedFromSchema = z.array(z.string()).min(1).exactOptional();

const predictedSchema = z.strictObject({ settings: plannedSettingsSchema, prediction: predictionSchema });

/**
 * A named alternative to a policy's own knobs: `documentedDefaults`, or one of its platform's record. The words for each
 * are in reports/words/plan/variants.ts.
 */
const policyVariantSchema = z.string().min(1);

/** `recommendation.json` where there is an advice. */
export const recommendationSchema = z.strictObject({
  schemaVersion: versionSchema(2, { file: 'this advice', again: 'plan again' }),
  kind: z.literal('advice'),
  runs: plannedFromSchema,
  /** certain: meets the SLO with the asked confidence. leastRegret: nothing does; this misses it by least. */
  basis: z.enum(['certain', 'leastRegret']),
  confidence: z.number().gt(0).lt(1),
  seed: z.int(),
  slo: sloSchema,
  load: plannedLoadSchema,
  settings: plannedSettingsSchema,
  /** What the advice does about the policy's own knobs; null: it leaves them as they are in use. */
  variant: policyVariantSchema.nullable(),
  prediction: predictionSchema,
  timeouts: timeoutsSchema,
  sensitivity: z.array(sensitivitySchema),
  /** The same draws and the same requests as the advice. */
  compared: z.strictObject({
    current: predictedSchema,
    pageFormula: predictedSchema.extend({ replicas: z.int().min(1) }),
  }),
  rejected: z.array(rejectedSchema),
  headroom: headroomSchema,
  /**
   * What the advised maximum protects from: the highest peak that so many replicas serve once they are up. Absent where
   * the number of replicas is fixed or has no bound, and in older advices.
   */
  guard: z.strictObject({ maxReplicas: z.int().min(1), ratePerSecond: z.number().min(0) }).exactOptional(),
  /** The one that moves the cost most first. */
  unknowns: z.array(unknownSchema),
  changes: z.array(changeSchema),
  inputs: z.array(
    z.strictObject({
      input: z.enum(planInputs),
      value: inputValueSchema,
      provenance: provenanceSchema,
      note: noteSchema,
    }),
  ),
  warnings: z.array(noteSchema),
  search: z.strictObject({ candidates: z.int(), draws: z.int(), simulatedRequests: z.int() }),
});

/** The data can't carry an advice: why, and what to run next. */
const notEnoughAdviceSchema = z.strictObject({
  schemaVersion: versionSchema(2, { file: 'this advice', again: 'plan again' }),
  kind: z.literal('notEnoughAdvice'),
  runs: plannedFromSchema,
  reasons: z.array(refusalSchema).min(1),
  warnings: z.array(noteSchema),
});

/** `recommendation.json` */
export const adviceSchema = z.discriminatedUnion('kind', [recommendationSchema, notEnoughAdviceSchema]);

/** What the planner is at; the words are in reports/words/run/progress.ts. */
export type PlanStage = 'worlds' | 'search' | 'timeouts' | 'compared' | 'sensitivity' | 'changes';
/** A named alternative to a policy's own knobs. */
export type PolicyVariant = z.infer<typeof policyVariantSchema>;
/** One input of the simulation, with where it comes from. */
export type PlanInput = Recommendation['inputs'][number];
/** What a knob is set to; null: not set. */
export type KnobValue = z.infer<typeof knobValueSchema>;
/** The settings that are advised, tried or compared with. */
export type PlannedSettings = z.infer<typeof plannedSettingsSchema>;
/** Settings, and what is predicted for them. */
export type Predicted = z.infer<typeof predictedSchema>;
/** What settings are expected to do, each figure with its interval. */
export type Prediction = z.infer<typeof predictionSchema>;
/** Why a candidate lost, with the numbers. */
export type Excuse = z.infer<typeof excuseSchema>;
/** A candidate that lost. */
export type Rejected = z.infer<typeof rejectedSchema>;
/** One setting at a neighbouring value, and what that would change. */
export type Sensitivity = z.infer<typeof sensitivitySchema>;
/** How far the load or the service may change before the advice does. */
export type Change = z.infer<typeof changeSchema>;
/** The chain of timeouts around the advice, and the queue waits that were tried. */
export type Timeouts = z.infer<typeof timeoutsSchema>;
/** An advice with all that supports it. */
export type Recommendation = z.infer<typeof recommendationSchema>;
/** Why the data can't carry an advice, and what to run next. */
export type NotEnoughAdvice = z.infer<typeof notEnoughAdviceSchema>;
