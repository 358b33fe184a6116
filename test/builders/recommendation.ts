import type { Interval } from '../../planner/stats/interval.ts';
import type { Unknown } from '../../runs/schema/plan/unknown.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import type { PlannedSettings, Prediction, Recommendation } from '../../runs/schema/recommendation.ts';

export const between = (low: number, high: number): Interval => ({
  low,
  mid: (low + high) / 2,
  high,
  confidence: 0.95,
});

export const plannedSettings: PlannedSettings = {
  policy: policySettingsSchema.parse({
    kind: 'azureml-v1',
    targetUtilization: 0.6,
    minReplicas: 3,
    maxReplicas: 6,
  }),
  queueWaitMs: 500,
  requestTimeoutMs: 6000,
};

export const prediction = (change: Partial<Prediction> = {}): Prediction => ({
  runs: 60,
  meetsSlo: between(0.96, 1),
  meetsSloWithMargin: between(0.94, 1),
  errorShare: between(0, 0.01),
  rejectedShare: between(0, 0.01),
  timedOutShare: between(0, 0),
  latencyMs: { p50: between(80, 130), p95: between(100, 200), p99: between(110, 300) },
  replicas: { mean: between(2, 4), max: between(3, 6) },
  secondsToRecover: between(0, 3),
  recoveredShare: 1,
  cost: { replicas: between(2, 4), meanReplicas: 3, perHour: null },
  ...change,
});

/** What makes an advice interim: it costs much not to know it, and a longer load would tell. */
export const costlyUnknown: Unknown = {
  input: 'serviceTime',
  possible: [
    { value: 100, minReplicas: 8 },
    { value: 300, minReplicas: 14 },
  ],
  isCostly: true,
  nextRun: { load: { kind: 'soak', ratePerSecond: 4, soakSeconds: 60 }, requestTimeoutMs: 10_000 },
};

const point = (chance: number, errorShare: number) => ({ chance, errorShare });

/** Now a step from 5 to 7 requests/s; advised 27 % above the recorded peak of 20. */
export const headroom = (): Recommendation['headroom'] => {
  const of = (name: 'current' | 'advice' | 'pageFormula', [low, high]: readonly [number, number]) => ({
    of: name,
    peakFactor: between(low, high),
    ratePerSecond: between(20 * low, 20 * high),
    isLargestTried: false,
    byPeak: [
      { peakFactor: 0.8, ...point(1, 0) },
      { peakFactor: 1, ...point(name === 'current' ? 0 : 1, name === 'current' ? 0.08 : 0.001) },
      { peakFactor: 1.4, ...point(0, name === 'current' ? 0.3 : 0.02) },
    ],
    byStartupLag: [
      { lagMs: 800, ...point(1, 0) },
      { lagMs: 4000, ...point(0.5, name === 'current' ? 0.04 : 0.001) },
      { lagMs: 8000, ...point(0, name === 'current' ? 0.08 : 0.001) },
    ],
  });
  return {
    baselineRatePerSecond: 5,
    peakRatePerSecond: 20,
    lagMs: 8000,
    confidence: 0.95,
    runs: 60,
    settings: [of('current', [0.3, 0.4]), of('advice', [1.24, 1.3]), of('pageFormula', [1.3, 1.5])],
  };
};

/** An advice with little beside its settings and its prediction. */
export const recommendation = (change: Partial<Recommendation> = {}): Recommendation => ({
  schemaVersion: 2,
  kind: 'advice',
  basis: 'certain',
  confidence: 0.95,
  seed: 1,
  slo: { maxErrorShare: 0.01 },
  load: {
    kind: 'rate',
    durationSeconds: 40,
    requests: 500,
    baselineRatePerSecond: 5,
    peakRatePerSecond: 20,
    arrivals: 'even',
    margin: 0.2,
    spikeShare: 0.01,
    mix: [
      {
        kind: 'load',
        peakFactor: 1,
        arrivals: 'asFired',
        atSecond: null,
        lowestRatePerSecond: 5,
        highestRatePerSecond: 20,
        share: 1,
        meanReplicas: 3,
        errorShare: 0.005,
      },
    ],
  },
  settings: plannedSettings,
  variant: null,
  prediction: prediction(),
  timeouts: {
    inUse: { queueWaitMs: 500, requestTimeoutMs: 5000 },
    modelMs: 1000,
    routerMs: 6000,
    gatewayMs: 7000,
    clientMs: 8000,
    queueWaits: [],
    notes: [],
  },
  sensitivity: [],
  compared: {
    current: { settings: plannedSettings, prediction: prediction() },
    pageFormula: { settings: plannedSettings, prediction: prediction(), replicas: 3 },
  },
  rejected: [],
  headroom: headroom(),
  guard: { maxReplicas: 6, ratePerSecond: 31 },
  unknowns: [],
  changes: [],
  inputs: [],
  warnings: [],
  search: { candidates: 10, draws: 60, simulatedRequests: 1000 },
  ...change,
});
