import type { PlanFiles, Report } from '../../reports/report.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import type { NotEnoughAdvice, PlannedSettings, Recommendation } from '../../runs/schema/recommendation.ts';
import type { MarginProof, Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import { buildCalibration } from '../planner/recommend/builders.ts';
import { between, prediction, recommendation } from './recommendation.ts';
import { spikeResult } from './result.ts';
import { spikeRun } from './spike-run.ts';

const settings = (targetUtilization: number, minReplicas: number, maxReplicas: number): PlannedSettings => ({
  policy: policySettingsSchema.parse({ kind: 'azureml-v2', targetUtilization, minReplicas, maxReplicas }),
  queueWaitMs: 500,
  requestTimeoutMs: 5000,
});

const costing = (meanReplicas: number) => ({
  replicas: between(meanReplicas - 0.1, meanReplicas + 0.1),
  meanReplicas,
  perHour: null,
});

/** The advice for the spike of `spikeResult`: ten warm replicas instead of four. */
export const spikeAdvice = (change: Partial<Recommendation> = {}): Recommendation =>
  recommendation({
    slo: { maxErrorShare: 0.01, p95LatencyMs: 500 },
    settings: settings(0.8, 10, 12),
    guard: { maxReplicas: 12, ratePerSecond: 31 },
    prediction: prediction({ cost: costing(10.5) }),
    compared: {
      current: {
        settings: settings(0.7, 4, 12),
        prediction: prediction({
          meetsSlo: between(0, 0.06),
          meetsSloWithMargin: between(0, 0.02),
          cost: costing(7.5),
        }),
      },
      pageFormula: {
        settings: settings(0.7, 12, 12),
        prediction: prediction({ cost: costing(12) }),
        replicas: 12,
      },
    },
    rejected: [
      {
        settings: settings(0.8, 9, 12),
        lostIn: 'search',
        runs: 10,
        failedRuns: 5,
        meanReplicas: 9.6,
        allowed: { failedRuns: 2, runs: 60 },
        excuse: { kind: 'errorShare', measured: 0.02, limit: 0.01 },
        alike: 3,
      },
    ],
    sensitivity: [
      {
        knob: 'target',
        from: 0.8,
        to: 0.7,
        runs: 20,
        metShare: 1,
        errorShareChange: -0.00001,
        costChange: 0.01,
      },
      {
        knob: 'minReplicas',
        from: 10,
        to: 8,
        runs: 20,
        metShare: 0.4,
        errorShareChange: 0.02,
        costChange: -0.15,
      },
    ],
    changes: [
      {
        what: 'peak',
        factor: 1.2,
        triedFactorMax: 4,
        value: 96,
      },
    ],
    timeouts: {
      inUse: { queueWaitMs: 500, requestTimeoutMs: 5000 },
      modelMs: 1000,
      routerMs: 5000,
      gatewayMs: 6000,
      clientMs: 7000,
      queueWaits: [{ queueWaitMs: 500, errorShare: 0.004, p95LatencyMs: 240 }],
      notes: [{ code: 'clientWaitsLongest' }],
    },
    inputs: [
      {
        input: 'serviceTime',
        value: { kind: 'range', unit: 'millisecond', range: between(95, 105) },
        provenance: 'measured',
        note: { code: 'serviceFromHeader', answers: 1730 },
      },
      {
        input: 'slotsPerReplica',
        value: { kind: 'count', count: 1 },
        provenance: 'documented',
        note: { code: 'slotsFromConfig' },
      },
    ],
    warnings: [{ code: 'startupsFew', startups: 4 }],
    ...change,
  });

/** The same advice, where a replica costs so much an hour. */
export const pricedAdvice = (pricePerReplicaHour: number): Recommendation => {
  const { compared, prediction: advised, ...advice } = spikeAdvice();
  const priced = (one: Recommendation['prediction']): Recommendation['prediction'] => {
    const { replicas, meanReplicas } = one.cost;
    const [low, high] = [replicas.low, replicas.high].map((value) => value * pricePerReplicaHour);
    const perHour = { ...replicas, low: low!, mid: meanReplicas * pricePerReplicaHour, high: high! };
    return { ...one, cost: { ...one.cost, perHour } };
  };
  const current = { ...compared.current, prediction: priced(compared.current.prediction) };
  return { ...advice, prediction: priced(advised), compared: { ...compared, current } };
};

const line = (
  figure: VerifiedLine['figure'],
  unit: VerifiedLine['unit'],
  range: [number, number],
  measured: number,
): VerifiedLine => ({
  figure,
  unit,
  predicted: between(...range),
  measured,
  inside: measured >= range[0] && measured <= range[1],
});

/** The same spike again with the advice: it holds, with a few more replicas than predicted. */
export const spikeProof = (change: Partial<Verification> = {}): Verification => ({
  schemaVersion: 2,
  plannedFrom: spikeRun.id,
  verifiedBy: '2026-11-22T09-05-00Z-spike-77aa',
  settings: settings(0.8, 10, 12),
  start: { predictedReplicas: 10, measuredReplicas: 10, seenBy: 'watch' },
  lines: [
    line('errorShare', 'share', [0, 0.01], 0.002),
    line('timedOutShare', 'share', [0, 0], 0),
    line('p95Latency', 'millisecond', [100, 200], 180),
    line('meanReplicas', 'replica', [10.2, 10.6], 11.5),
    { figure: 'secondsToRecover', unit: 'second', predicted: null, measured: 2, inside: null },
  ],
  linesInside: 3,
  linesCompared: 4,
  sloHeld: true,
  predictionRight: true,
  wrongInputs: [],
  overProvisioned: null,
  verdict: 'confirmed',
  reason: { code: 'met' },
  ...change,
});

/** The load at the margin, fired after that proof: the SLO held. */
export const marginHeld = {
  fired: true,
  peakFactor: 1.2,
  runId: 'at-margin',
  start: { predictedReplicas: 10, measuredReplicas: 10, seenBy: 'watch' },
  sloHeld: true,
  reason: { code: 'met' },
  errorShare: 0.004,
  p95LatencyMs: 190,
} as const satisfies MarginProof;

/** The same, and the SLO was missed. */
export const marginMissed: MarginProof = {
  ...marginHeld,
  sloHeld: false,
  reason: { code: 'missed', objectives: ['errorShare'] },
  errorShare: 0.021,
};

/** The same, and it can't be told. */
export const marginOpen: MarginProof = {
  ...marginHeld,
  sloHeld: null,
  reason: { code: 'notComplete', status: 'failed' },
};

export const spikeRefusal: NotEnoughAdvice = {
  schemaVersion: 2,
  kind: 'notEnoughAdvice',
  reasons: [{ code: 'serviceSamples', samples: 4, samplesMin: 30 }],
  warnings: [],
};

/** All that `headroom plan` and `headroom verify` leave in the folder of the spike. */
export const spikeFiles = (change: Partial<PlanFiles> = {}): PlanFiles => {
  const calibration = buildCalibration({ serviceMs: 100, lagMs: 8400 });
  const { policy } = calibration;
  const fits = [
    { policy: policy.settings, meanErrorReplicas: 0.5, closeShare: 0.97, share: 1, plausible: true },
    {
      policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 4 }),
      meanErrorReplicas: 5,
      closeShare: 0.3,
      share: 0,
      plausible: false,
    },
  ];
  return {
    calibration: { ...calibration, runs: [spikeRun.id], policy: { ...policy, fits } },
    advice: spikeAdvice(),
    verification: spikeProof(),
    ...change,
  };
};

/** The report of the spike with its advice and its proof. */
export const provenReport = (change: Partial<PlanFiles> = {}): Report => ({
  result: spikeResult(),
  ...spikeFiles(change),
});

/** The report of the spike with its advice, before anybody proved it. */
export const plannedReport = (advice: PlanFiles['advice'] = spikeAdvice()): Report => {
  const { verification: _, ...files } = spikeFiles();
  return { result: spikeResult(), ...files, ...(advice && { advice }) };
};
