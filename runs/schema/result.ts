import { z } from 'zod';
import { runSchema } from './run.ts';
import { estimateSchema, intervalSchema, timelineSchema } from './timeline.ts';

/** Where a number comes from: a file of the run folder, the seconds it covers and how many samples. */
export const evidenceSchema = z.strictObject({
  file: z.string(),
  fromSecond: z.number(),
  toSecond: z.number(),
  n: z.int().min(0),
});

/** Latency in ms of one group of requests; every quantile is null for an empty group. */
export const latencySchema = z.strictObject({
  count: z.int().min(0),
  meanMs: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});

/** One objective: the measured value against its limit. `met` is null when it can't be told. */
export const checkSchema = z.strictObject({
  name: z.string(),
  unit: z.enum(['share', 'millisecond', 'request']),
  measured: z.number().nullable(),
  interval: intervalSchema.nullable(),
  limit: z.number(),
  met: z.boolean().nullable(),
});

/** Why a second had failed requests. The words for each are in planner/explain. */
export const causeKinds = [
  'waitingForDecision',
  'replicasStarting',
  'atMaxReplicas',
  'autoscalerSatisfied',
  'noReadyReplicas',
  'unschedulable',
  'modelSlowerThanTimeout',
  'modelCrashed',
  'clientTimeout',
  'connectionFailed',
  'hostBlocked',
  'notAccepted',
  'overloadedClusterUnknown',
] as const;

export const findingSchema = z.strictObject({
  cause: z.enum(causeKinds),
  outcome: z.string(),
  /** One sentence with the numbers. */
  sentence: z.string(),
  remedy: z.string(),
  requests: z.int().min(0),
  seconds: z.array(z.int()),
  evidence: z.array(evidenceSchema),
});

/** `findings.json`: causes, largest first, and the cause of every failed second (by offset). */
export const findingsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  findings: z.array(findingSchema),
  causeBySecond: z.array(
    z.strictObject({ second: z.int(), outcome: z.string(), requests: z.int(), cause: z.enum(causeKinds) }),
  ),
});

export const phaseSummarySchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  fromSecond: z.number(),
  toSecond: z.number(),
  planned: z.number(),
  arrivals: z.int(),
  dropped: z.int(),
  ok: z.int(),
  errorShare: estimateSchema,
  outcomes: z.record(z.string(), z.int()),
  okLatency: latencySchema,
});

/** Error share against a predictor, each second a point; the lag is where they correlate most. */
export const correlationSchema = z.strictObject({
  outcome: z.string(),
  against: z.enum(['utilization', 'offeredLoad']),
  lagSeconds: z.int(),
  coefficient: estimateSchema,
  seconds: z.int(),
});

export const scalingSchema = z.strictObject({
  firstErrorSecond: z.number().nullable(),
  firstDecisionSecond: z
    .number()
    .nullable()
    .describe('desired replicas rose, at or after the start of the spike'),
  firstNewReadySecond: z
    .number()
    .nullable()
    .describe('ready replicas rose, at or after the start of the spike'),
  peakDesired: z.number().nullable(),
  peakReady: z.number().nullable(),
  /** From the start of the spike until the error share stays under the SLO. */
  secondsToRecover: estimateSchema,
  /** Start-up lag of the replicas that became ready during the run, in seconds. */
  startupLagSeconds: estimateSchema,
  startups: z.int().min(0),
  /** Means over those replicas, null where the cluster does not tell. */
  lagPartsSeconds: z.strictObject({
    schedule: z.number().nullable(),
    pull: z.number().nullable(),
    init: z.number().nullable(),
  }),
});

/** The platform's help page's formula, with the measured inputs: a first advice and a comparison row, not a plan. */
export const formulaAdviceSchema = z.strictObject({
  kind: z.literal('pageFormula'),
  ratePerSecond: z.number(),
  serviceMs: z.number(),
  serviceFrom: z.enum(['header', 'unqueuedLatency', 'latency']),
  targetUtilization: z.number(),
  slotsPerReplica: z.int(),
  replicas: z.int(),
  currentMinReplicas: z.int().nullable(),
  currentMaxReplicas: z.int().nullable(),
  sentence: z.string(),
});

export const healthSchema = z.strictObject({
  check: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'unknown']),
  detail: z.string(),
});

/** `result.json`: all that is to be said of the run itself. The report is a pure function of this and of the plan beside it. */
export const resultSchema = z.strictObject({
  schemaVersion: z.literal(1),
  run: runSchema,
  verdict: z.strictObject({
    met: z.boolean().nullable(),
    sentence: z.string(),
    checks: z.array(checkSchema),
    /** Stretches of seconds over the error limit, by offset, both ends included. */
    badSeconds: z.array(z.strictObject({ fromSecond: z.int(), toSecond: z.int() })),
    badSecondsCount: z.int(),
  }),
  totals: z.strictObject({
    planned: z.number(),
    arrivals: z.int(),
    answered: z.int(),
    unanswered: z.int(),
    dropped: z.int(),
    outcomes: z.record(z.string(), z.int()),
    latency: z.strictObject({ all: latencySchema, ok: latencySchema, failed: latencySchema }),
    service: latencySchema,
  }),
  phases: z.array(phaseSummarySchema),
  findings: z.array(findingSchema),
  scaling: scalingSchema,
  correlations: z.array(correlationSchema),
  advice: z.union([
    formulaAdviceSchema,
    z.strictObject({ kind: z.literal('notEnoughData'), need: z.string(), have: z.string() }),
  ]),
  health: z.array(healthSchema),
  timeline: timelineSchema,
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type Latency = z.infer<typeof latencySchema>;
export type Check = z.infer<typeof checkSchema>;
export type CauseKind = (typeof causeKinds)[number];
export type Finding = z.infer<typeof findingSchema>;
export type Findings = z.infer<typeof findingsSchema>;
export type PhaseSummary = z.infer<typeof phaseSummarySchema>;
export type Correlation = z.infer<typeof correlationSchema>;
export type Scaling = z.infer<typeof scalingSchema>;
export type FormulaAdvice = z.infer<typeof formulaAdviceSchema>;
export type Health = z.infer<typeof healthSchema>;
export type Result = z.infer<typeof resultSchema>;
