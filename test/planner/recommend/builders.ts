import { refusalOf } from '../../../planner/recommend/advice/refuse.ts';
import { scored } from '../../../planner/recommend/advice/scored.ts';
import { findSettings, openSearch } from '../../../planner/recommend/search/find.ts';
import { type PlanRequest, withDefaults } from '../../../planner/recommend/search/request.ts';
import type { LabOptions } from '../../../planner/recommend/trials/lab.ts';
import type { RateLoad } from '../../../planner/traffic/load.ts';
import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { RateStep } from '../../../runs/schema/model/rate-steps.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';

/** A service as a test sees it: its times, how well they are known, and its autoscaler. */
export type ServiceSketch = {
  readonly serviceMs: number;
  readonly lagMs: number;
  /** Relative half-width of both means. */
  readonly doubt?: number;
  readonly queueWaitMs?: number;
  readonly clientTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  readonly slots?: number;
  readonly dispersion?: number;
  readonly policy?: PolicySettings;
};

export const buildPolicy = (input: object): PolicySettings => policySettingsSchema.parse(input);

const around = (mid: number, doubt: number) => ({
  low: mid * (1 - doubt),
  mid,
  high: mid * (1 + doubt),
  confidence: 0.95,
});

const measured = {
  provenance: 'measured' as const,
  note: { code: 'slotsFromConfig' as const },
  evidence: [],
};

const limitOf = (ms: number): Calibration['queueWaitLimit'] => ({
  ...measured,
  valueMs: around(ms, 0),
  statedMs: ms,
  statedBy: 'platform',
  seenMs: around(ms, 0),
});

export const buildCalibration = (sketch: ServiceSketch): Calibration => {
  const { serviceMs, lagMs, doubt = 0.05, dispersion = 1, slots = 1 } = sketch;
  const policy = sketch.policy ?? buildPolicy({ kind: 'azureml-v1' });
  const time = (meanMs: number) => ({ ...measured, meanMs: around(meanMs, doubt), samples: 1000 });
  return {
    schemaVersion: 1,
    runs: ['20260528-202640-spike-0000'],
    service: { ...time(serviceMs), distribution: { kind: 'exponential', meanMs: serviceMs }, from: 'header' },
    startupLag: {
      ...time(lagMs),
      distribution: { kind: 'lognormal', meanMs: lagMs, scv: 0.1 },
      partsMeanMs: null,
    },
    queueWaitLimit: limitOf(sketch.queueWaitMs ?? 500),
    requestTimeout: limitOf(sketch.requestTimeoutMs ?? 60_000),
    clientTimeoutMs: sketch.clientTimeoutMs ?? 65_000,
    queuePlace: { ...measured, value: 'router' },
    router: {
      ...measured,
      instances: 1,
      onTimeout: 'release',
      verdict: 'identified',
      balancing: 'central',
      balancedPer: 'request',
      waitingPerReplicaMax: null,
      connectionMaxAgeSeconds: null,
      readings: [
        {
          instances: 1,
          onTimeout: 'release',
          balancing: 'central',
          balancedPer: 'request',
          serviceFactor: 1,
          cutFactor: 1,
          delayMs: 0,
          share: 1,
        },
      ],
    },
    overhead: { ...measured, ms: around(0, 0) },
    slotsPerReplica: { ...measured, value: slots },
    policy: { ...measured, settings: policy, verdict: 'identified', fits: [] },
    hpa: null,
    burstiness: { ...measured, indexOfDispersion: around(dispersion, 0) },
    flowBalance: { ...measured, lostShare: 0.1, lostShareByFlow: 0.1, agrees: true, suspects: [] },
    warnings: [],
  };
};

export const spikeOf = (shape: {
  readonly baseline: number;
  readonly peak: number;
  readonly baselineSeconds: number;
  readonly holdSeconds: number;
  readonly recoverySeconds: number;
}): RateLoad => ({
  kind: 'rate',
  durationSeconds: shape.baselineSeconds + shape.holdSeconds + shape.recoverySeconds,
  steps: [
    { atSecond: 0, rate: shape.baseline },
    { atSecond: shape.baselineSeconds, rate: shape.peak },
    { atSecond: shape.baselineSeconds + shape.holdSeconds, rate: shape.baseline },
  ],
});

export const soakOf = (rate: number, durationSeconds: number): RateLoad => ({
  kind: 'rate',
  durationSeconds,
  steps: [{ atSecond: 0, rate }],
});

/**
 * A small spike that is planned in a fraction of a second: without a margin, and paid for as if it were all there is.
 */
export const buildRequest = (
  sketch: Partial<ServiceSketch> = {},
  changes: Partial<PlanRequest> = {},
): PlanRequest => {
  const calibration = buildCalibration({ serviceMs: 200, lagMs: 8000, ...sketch });
  return {
    calibration,
    load: spikeOf({ baseline: 4, peak: 20, baselineSeconds: 30, holdSeconds: 60, recoverySeconds: 30 }),
    slo: { maxErrorShare: 0.02 },
    current: calibration.policy.settings,
    margin: 0,
    spikeShare: 1,
    seed: 1,
    draws: 40,
    ...changes,
  };
};

/** Two worlds of `buildRequest`, with the margin and the share of the spike that a plan has by default. */
export const buildLabOptions = (): LabOptions => {
  const { calibration, load, slo, current } = buildRequest();
  return { calibration, load, slo, current, seed: 1, spikeShare: 0.01, margin: 0.2, draws: 2 };
};

/** Settings of an advice with their prediction: what the search alone comes to, without all that explains it. */
export const searchedFor = (
  request: PlanRequest,
): Pick<Recommendation, 'basis' | 'settings' | 'prediction'> => {
  if (refusalOf(request) !== undefined) throw new Error('refused');
  const found = findSettings(openSearch(withDefaults(request)));
  return { basis: found.basis, ...scored(found, found.chosen) };
};

/** Rates of the first hours of a day, the last of which lasts until midnight. */
export const hoursOf = (rates: readonly number[]): RateStep[] =>
  rates.map((rate, hour) => ({ atSecond: 3600 * hour, rate }));
