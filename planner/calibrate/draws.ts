import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Model } from '../../runs/schema/model.ts';
import type { Interval } from '../stats/interval.ts';
import { normalQuantile } from '../stats/normal.ts';
import type { Random } from '../stats/random.ts';
import { type CalibratedDistribution, withMean } from './empirical.ts';

/** What a calibration tells about a model; arrivals, length, seed and the like are the plan's own. */
export type ModelParameters = Pick<Model, 'service' | 'replica' | 'router' | 'policy'>;

/** Keeps normalQuantile away from the ends, which are infinite. */
const shareMin = 1e-9;

/**
 * One value from an interval, read as a two-piece normal distribution on the logarithm: the median is `mid`, and
 * each end stands as many standard deviations away as the confidence asks for. Positive intervals stay positive.
 *
 * @example drawFrom({ low: 500, mid: 500, high: 500, confidence: 0.95 }, createRandom(1)) // 500
 */
export const drawFrom = ({ low, mid, high, confidence }: Interval, random: Random): number => {
  const deviations = normalQuantile(Math.max(shareMin, random()));
  const toEnd = normalQuantile((1 + confidence) / 2);
  const end = deviations < 0 ? low : high;
  if (low > 0) return mid * (end / mid) ** (Math.abs(deviations) / toEnd);
  return Math.max(0, mid + ((end - mid) * Math.abs(deviations)) / toEnd);
};

/** Few samples don't know their own spread: a resample of them shows how far it may be off. */
const resampled = (distribution: CalibratedDistribution, random: Random): CalibratedDistribution => {
  if (distribution.kind !== 'empirical') return distribution;
  const { quantilesMs } = distribution;
  const drawn = quantilesMs.map(() => quantilesMs[Math.floor(random() * quantilesMs.length)]!);
  return { kind: 'empirical', quantilesMs: drawn.sort((a, b) => a - b) };
};

type Picks = Pick<ModelParameters, 'service' | 'policy'> & {
  readonly startupLag: CalibratedDistribution;
  readonly queueWaitLimitMs: number | null;
  readonly requestTimeoutMs: number | null;
};

/** What a recording can't tell stays at the defaults of the model's schema. */
const parametersOf = (calibration: Calibration, picks: Picks): ModelParameters => ({
  service: picks.service,
  replica: {
    slots: calibration.slotsPerReplica.value,
    startupLag: picks.startupLag,
    parallelStartsLimit: null,
    nodeCapacity: null,
  },
  router: {
    queueWaitLimitMs: picks.queueWaitLimitMs,
    queueLengthLimit: null,
    requestTimeoutMs: picks.requestTimeoutMs,
    onTimeout: calibration.onTimeout.value,
    noReadyReplica: 'wait',
    instances: 1,
  },
  policy: picks.policy,
});

/** The model in the middle of every interval: the single best guess. */
export const midModel = (calibration: Calibration): ModelParameters =>
  parametersOf(calibration, {
    service: withMean(calibration.service.distribution, calibration.service.meanMs.mid),
    startupLag: withMean(calibration.startupLag.distribution, calibration.startupLag.meanMs.mid),
    queueWaitLimitMs: calibration.queueWaitLimit.valueMs?.mid ?? null,
    requestTimeoutMs: calibration.requestTimeout.valueMs?.mid ?? null,
    policy: calibration.policy.settings,
  });

/**
 * One model that the recording may have come from: means and limits drawn from their intervals, the spread of the
 * start-up lag from a resample of its samples, and the rule from the readings of the chosen kind that explain the
 * replicas as well as the best one does. Every call takes its numbers from `random` in the same order.
 */
export const drawModel = (calibration: Calibration, random: Random): ModelParameters => {
  const { service, startupLag, queueWaitLimit, requestTimeout, policy } = calibration;
  const alike = policy.fits.filter((fit) => fit.plausible && fit.policy.kind === policy.settings.kind);
  return parametersOf(calibration, {
    service: withMean(service.distribution, drawFrom(service.meanMs, random)),
    startupLag: withMean(
      resampled(startupLag.distribution, random),
      Math.max(1, drawFrom(startupLag.meanMs, random)),
    ),
    queueWaitLimitMs: queueWaitLimit.valueMs && drawFrom(queueWaitLimit.valueMs, random),
    requestTimeoutMs: requestTimeout.valueMs && drawFrom(requestTimeout.valueMs, random),
    policy: alike[Math.floor(random() * alike.length)]?.policy ?? policy.settings,
  });
};
