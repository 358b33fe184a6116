import { z } from 'zod';
import { checkSchema, type objectives } from './result/check.ts';
import { decisionsSchema } from './result/decisions.ts';
import { findingSchema } from './result/findings.ts';
import { healthSchema } from './result/health.ts';
import { heldRatesSchema } from './result/held-rates.ts';
import { loadAsPlannedSchema } from './result/load-as-planned.ts';
import { nodeFitSchema } from './result/node-fit.ts';
import { scaleLagSchema } from './result/scale-lag.ts';
import { scriptResultSchema } from './result/script-result.ts';
import { stretchSchema } from './result/stretch.ts';
import { estimateSchema, notEnoughDataSchema, timelineSchema } from './result/timeline.ts';
import { timeoutChainSchema } from './result/timeout-chain.ts';
import { runIdSchema, runSchema } from './run.ts';

/** Where a number comes from: a file of the run folder, the seconds it covers and how many samples. */
export const evidenceSchema = z.strictObject({
  file: z.string(),
  fromSecond: z.number(),
  toSecond: z.number(),
  n: z.int().min(0),
});

/** Latency in ms of one group of requests; every quantile is null for an empty group. */
const latencySchema = z.strictObject({
  count: z.int().min(0),
  meanMs: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});

const phaseSummarySchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  fromSecond: z.number(),
  toSecond: z.number(),
  planned: z.int(),
  arrivals: z.int(),
  requests: z.int(),
  /** Requests sent again after a failure; absent where none was. */
  retries: z.int().exactOptional(),
  exceptions: z.int(),
  dropped: z.int(),
  /** Of the requests that ended. */
  ok: z.int(),
  failed: z.int(),
  /** failed / (ok + failed); null where none ended. */
  errorShare: z.number().nullable(),
  outcomes: z.record(z.string(), z.int()),
  okLatency: latencySchema,
});

/** How requests used connections: behind a plain Service a connection stays with the replica that it was opened to. */
const connectionsSchema = z.strictObject({
  mode: z.enum(['reuse', 'perUser', 'new']),
  maxAgeSeconds: z.number().nullable(),
  opened: z.int().min(0),
});

/** One failing answer as the generator kept it: redacted, cut; the first ones that differ of each outcome and phase. */
const answerSampleSchema = z.strictObject({
  /** Who answered; null: the only endpoint. */
  endpoint: z.string().nullable(),
  outcome: z.string(),
  phase: z.string(),
  second: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  error: z.string().nullable(),
});

/** Error share against a predictor, each second a point; the lag is where they correlate most. */
const correlationSchema = z.strictObject({
  outcome: z.string(),
  against: z.enum(['utilization', 'offeredLoad']),
  lagSeconds: z.int(),
  coefficient: estimateSchema,
  seconds: z.int(),
});

/** Means of the parts of a start-up over the replicas that tell; null where neither watch nor cluster tells. */
export const startupPartsSchema = z.strictObject({
  /** Wanted replicas rose until the pod was seen. */
  decide: z.number().nullable(),
  /** Created until it had a node, without `node`. */
  schedule: z.number().nullable(),
  /** Without a node that had room; null: none waited for one. Not part of the lag. */
  node: z.number().nullable(),
  /** On its node until its containers ran. */
  pull: z.number().nullable(),
  /** Running until ready. */
  init: z.number().nullable(),
});

const scalingSchema = z.strictObject({
  firstErrorSecond: z.number().nullable(),
  riseSecond: z.number().nullable().describe('steepest rise of the planned load; null: it never rises'),
  firstDecisionSecond: z
    .number()
    .nullable()
    .describe('desired replicas rose first, from the rise of the load on, or from its start without one'),
  firstNewReadySecond: z
    .number()
    .nullable()
    .describe('first ready replica of those that were asked for since then'),
  /** Ready replicas over the planned load: mean over time, and the most at one moment. */
  meanReady: z.number().nullable(),
  peakReady: z.number().nullable(),
  /** The most that were wanted at one moment. */
  peakDesired: z.number().nullable(),
  /** true: a watch was cut meanwhile. The count is at least that; the second is that at the latest. */
  partlySeen: z.strictObject({
    peakDesired: z.boolean(),
    peakReady: z.boolean(),
    firstDecisionSecond: z.boolean(),
    firstNewReadySecond: z.boolean(),
  }),
  /** From the rise of the load until the error share of no second passes the SLO's; whole seconds. */
  secondsToRecover: z.union([z.number(), notEnoughDataSchema]),
  /** Mean start-up lag: from the rise of the wanted replicas to the first time ready, in seconds. */
  startupLagSeconds: estimateSchema,
  startups: z.int().min(0),
  /** Means over those replicas. */
  lagPartsSeconds: startupPartsSchema,
});

/** The server's header; latencies of seconds without a queue; or, where there are none, all that succeeded. */
const serviceSources = ['header', 'unqueuedLatency', 'latency'] as const;

/** Azure ML's formula, with the measured inputs: a first size and a comparison row, not an advice. */
const pageFormulaSchema = z.strictObject({
  kind: z.literal('pageFormula'),
  ratePerSecond: z.number(),
  /** Of a script whose arrivals are not its requests; absent: one. */
  requestsPerArrival: z.number().exactOptional(),
  serviceMs: z.number(),
  serviceFrom: z.enum(serviceSources),
  targetUtilization: z.number(),
  slotsPerReplica: z.int(),
  replicas: z.int(),
  currentMinReplicas: z.int().nullable(),
  currentMaxReplicas: z.int().nullable(),
});

/** A threshold of the user's own script, as k6 judged it over the whole load; null where that load was not the planned one. */
const thresholdSchema = z.strictObject({
  metric: z.string(),
  expression: z.string(),
  met: z.boolean().nullable(),
});

/** Met or not, by which objectives, and in which seconds not. */
const verdictSchema = z.strictObject({
  met: z.boolean().nullable(),
  checks: z.array(checkSchema),
  /** Only of a script that has thresholds. They hold for the whole load, so they stand in its verdict alone. */
  thresholds: z.array(thresholdSchema).exactOptional(),
  /** Stretches of seconds over the error limit, by offset, both ends included. */
  badSeconds: z.array(stretchSchema),
  badSecondsCount: z.int(),
});

/** Where the arrivals went and how long they took, of the whole load or of one endpoint. */
const totalsSchema = z.strictObject({
  planned: z.int(),
  arrivals: z.int(),
  requests: z.int(),
  /** Requests sent again after a failure; absent where none was. */
  retries: z.int().exactOptional(),
  exceptions: z.int(),
  /** Times that the transport sent a request again by itself. */
  resent: z.int(),
  answered: z.int(),
  unanswered: z.int(),
  dropped: z.int(),
  outcomes: z.record(z.string(), z.int()),
  latency: z.strictObject({ all: latencySchema, ok: latencySchema, failed: latencySchema }),
  service: latencySchema,
  /** Arrival fired minus planned, and the part of it that waited for a virtual user. */
  lateness: latencySchema,
  userWait: latencySchema,
  /** Of requests that opened a connection. */
  connect: latencySchema,
  tls: latencySchema,
});

const serviceTimeSchema = z.strictObject({ meanMs: z.number(), from: z.enum(serviceSources) });

/** What one endpoint comes to. Its seconds are in `timeline.endpoints`. */
const endpointResultSchema = z.strictObject({
  name: z.string(),
  /** Of the arrivals, as the config has it. */
  share: z.number(),
  verdict: verdictSchema,
  totals: totalsSchema,
  phases: z.array(phaseSummarySchema),
  /** null where nothing tells it: no answer in a second without a queue. */
  serviceTime: serviceTimeSchema.nullable(),
});

/** `result.json`: all that is to be said of the run itself. The report is a pure function of this and of the plan beside it. */
export const resultSchema = z.strictObject({
  schemaVersion: z.literal(1),
  run: runSchema,
  /** Of all endpoints: met if each of them is. */
  verdict: verdictSchema,
  /** Of a staircase or a ramp; absent in older results, and where nothing was answered. */
  heldRates: heldRatesSchema.exactOptional(),
  totals: totalsSchema,
  /** In the order of the config; one without `endpoints` has the target's alone. */
  endpoints: z.array(endpointResultSchema).min(1),
  connections: connectionsSchema,
  samples: z.array(answerSampleSchema),
  loadAsPlanned: loadAsPlannedSchema,
  phases: z.array(phaseSummarySchema),
  /** Only of a script that has checks or thresholds. */
  script: scriptResultSchema.exactOptional(),
  findings: z.array(findingSchema),
  scaling: scalingSchema,
  /** Absent where the rule or the replicas are unknown. */
  decisions: decisionsSchema.exactOptional(),
  /** Absent where no scale-up was seen. */
  scaleLag: scaleLagSchema.exactOptional(),
  /** Absent where nothing of the nodes' room is known. */
  nodeFit: nodeFitSchema.exactOptional(),
  /** Absent in older results. */
  timeoutChain: timeoutChainSchema.exactOptional(),
  /** Mean service time, and what it is from; null where nothing was answered. */
  serviceTime: serviceTimeSchema.nullable(),
  correlations: z.array(correlationSchema),
  pageFormula: z.union([pageFormulaSchema, notEnoughDataSchema]),
  health: z.array(healthSchema),
  timeline: timelineSchema,
});

/** Of a result its verdict and its run alone, of whatever version the rest is. */
export const resultVerdictSchema = z.object({
  run: runIdSchema.exactOptional(),
  verdict: z.object({ met: z.boolean().nullable() }),
});

/** Where a statement comes from: file, seconds, number of observations. */
export type Evidence = z.infer<typeof evidenceSchema>;
/** The usual quantiles of a latency, in ms; null where there is no request. */
export type Latency = z.infer<typeof latencySchema>;
/** One objective of the SLO: measured against its limit. */
export type Check = z.infer<typeof checkSchema>;
/** Met or not, by which objectives, and in which seconds not. */
export type Verdict = z.infer<typeof verdictSchema>;
/** What one endpoint comes to. */
export type EndpointResult = z.infer<typeof endpointResultSchema>;
/** What an SLO may limit. */
export type Objective = (typeof objectives)[number];
/** What happened in one phase of the load. */
export type PhaseSummary = z.infer<typeof phaseSummarySchema>;
/** A failing answer: who answered, and what. */
export type AnswerSample = z.infer<typeof answerSampleSchema>;
/** How failures follow the load, with the lag at which they do so most. */
export type Correlation = z.infer<typeof correlationSchema>;
/** How the replicas followed the load. */
export type Scaling = z.infer<typeof scalingSchema>;
/** What Azure ML's formula asks for, with its inputs. */
export type PageFormula = z.infer<typeof pageFormulaSchema>;
/** `result.json`, as read. */
export type Result = z.infer<typeof resultSchema>;
