import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Unknown } from '../../../runs/schema/plan/unknown.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { drawFrom } from '../../calibrate/draw-from.ts';
import { drawService } from '../../calibrate/draw-shape.ts';
import { likelyFrom } from '../../calibrate/router/belief.ts';
import { likelyCutFactor } from '../../calibrate/service-under.ts';
import { type CalibratedDistribution, withoutTail } from '../../measure/empirical.ts';
import { confidence } from '../../measure/evidence.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { exactly, type Interval, isInterval } from '../../stats/interval.ts';
import { quantileOfMeasured } from '../../stats/mixture.ts';
import { createRandom } from '../../stats/random.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { isCensored } from './cut-share.ts';

/** What an unknown may turn out to be: the calibration if it were known. */
export type Possibility = {
  readonly value: Unknown['possible'][number]['value'];
  readonly calibration: Calibration;
};
/** An input that is not known well, with what it may be. */
export type Question = { readonly input: Unknown['input']; readonly possible: readonly Possibility[] };

/** The ends of the likely part of a 95 % interval, about a standard error from its middle. */
const likelyPart = 0.5;

/** Likely ends that are nearer to each other move no minimum by a quarter: such a mean is known well enough. */
const narrowRatio = 1.06;

/**
 * The calibration if the requests that a timeout cut had waited for long, and not run for long: then the service times are
 * those that were seen. Nobody knows which it was; the longest service times are a guess.
 */
const asSeen = (calibration: Calibration): Possibility => {
  const { cut, ...service } = calibration.service;
  const distribution = withoutTail(service.distribution, cut?.beyondShare ?? 0);
  const meanMs = meanOfDistribution(distribution);
  return {
    value: meanMs,
    calibration: {
      ...calibration,
      service: { ...service, distribution, meanMs: exactly(meanMs, confidence) },
    },
  };
};

/** The calibration with one of its means known to be so long. */
const withMeanMs = (calibration: Calibration, key: 'service' | 'startupLag', ms: number): Possibility => ({
  value: ms,
  calibration: { ...calibration, [key]: { ...calibration[key], meanMs: exactly(ms, confidence) } },
});

const likelyEnds = ({ low, mid, high }: Interval) => [low, high].map((end) => mid + likelyPart * (end - mid));

/** The calibration with one of its means known to be at a likely end of its interval. */
const atEnds = (calibration: Calibration, key: 'service' | 'startupLag'): Possibility[] => {
  const { meanMs } = calibration[key];
  if (!isInterval(meanMs)) return [];
  const ends = likelyEnds(meanMs);
  return ends[1]! <= narrowRatio * ends[0]! ? [] : ends.map((ms) => withMeanMs(calibration, key, ms));
};

/** The mean service time at its likely ends; where a timeout cut many requests, without and with those. */
export const serviceTimes = (calibration: Calibration): Possibility[] =>
  isCensored(calibration)
    ? [asSeen(calibration), withMeanMs(calibration, 'service', likelyEnds(calibration.service.meanMs)[1]!)]
    : atEnds(calibration, 'service');

/** Service times that are drawn to see how well their 95th percentile is known, and the ranks of its likely ends. */
const tailDraws = 101;
const tailRanks = [16, 84] as const;
const tailStream = 3;

/** Draws on each side of an end that are averaged: what lies far beyond the percentile is luck in each of them. */
const tailNeighbours = 8;

/** So many answers leave nothing open. */
const samplesOfAll = 1e9;

/** A distribution with the mean of each quantile. */
const averageOf = (quantiles: readonly (readonly number[])[]): CalibratedDistribution => ({
  kind: 'empirical',
  quantilesMs: quantiles[0]!.map((_, i) => meanOfValues(quantiles.map((one) => one[i]!))),
});

/** Quantiles of drawn service times, those with the least 95th percentile first. */
const drawTails = ({ service, router }: Calibration): (readonly number[])[] => {
  const random = createRandom(1, tailStream);
  const asRead = { serviceFactor: 1, cutFactor: likelyCutFactor(router.readings) };
  return Array.from({ length: tailDraws }, () =>
    drawService(service, { ...asRead, meanMs: drawFrom(service.meanMs, random) }, random),
  )
    .flatMap((distribution) => (distribution.kind === 'empirical' ? [distribution] : []))
    .map((distribution) => ({ distribution, p95Ms: quantileOfMeasured(distribution, 0.95) }))
    .toSorted((a, b) => a.p95Ms - b.p95Ms)
    .map(({ distribution: { quantilesMs } }) => quantilesMs);
};

/**
 * The service times with a 95th percentile at a likely end, about a standard error from its middle, known as a whole. Where it
 * lies near the SLO, no number of replicas makes up for it.
 */
const serviceTails = (calibration: Calibration): Possibility[] => {
  const { service } = calibration;
  if (isCensored(calibration) || service.distribution.kind !== 'empirical') return [];
  const drawn = drawTails(calibration);
  const [low, high] = tailRanks.map((rank) => {
    const distribution = averageOf(drawn.slice(rank - tailNeighbours, rank + tailNeighbours + 1));
    return { distribution, value: quantileOfMeasured(distribution, 0.95) };
  });
  if (high!.value <= narrowRatio * low!.value) return [];
  return [low!, high!].map(({ distribution, value }) => {
    const { cut: _, ...rest } = service;
    const meanMs = exactly(meanOfDistribution(distribution), confidence);
    const known = { ...rest, distribution, meanMs, samples: samplesOfAll };
    return { value, calibration: { ...calibration, service: known } };
  });
};

type Reading = Calibration['router']['readings'][number];

/** The calibration with only those readings of the router that have one of the likely values. */
const byReading = (
  calibration: Calibration,
  pick: (reading: Reading) => Possibility['value'],
): Possibility[] => {
  const { readings } = calibration.router;
  const groups = Map.groupBy(readings, (reading) => JSON.stringify(pick(reading)));
  return [...groups.values()].flatMap((group) => {
    const share = group.reduce((sum, reading) => sum + reading.share, 0);
    if (share < likelyFrom) return [];
    const known = group.map((reading) => ({ ...reading, share: reading.share / share }));
    const router = { ...calibration.router, readings: known };
    return [{ value: pick(group[0]!), calibration: { ...calibration, router } }];
  });
};

const wayOf = ({ balancing, balancedPer }: Reading): Possibility['value'] => ({ balancing, balancedPer });

/** What each input may turn out to be; fewer than two values where it is known well enough. */
const possibleFor: Readonly<Record<Unknown['input'], (calibration: Calibration, slo: Slo) => Possibility[]>> =
  {
    serviceTime: serviceTimes,
    serviceP95: (calibration, { p95LatencyMs }) =>
      p95LatencyMs === undefined ? [] : serviceTails(calibration),
    startupLag: (calibration) => atEnds(calibration, 'startupLag'),
    routerInstances: (calibration) => byReading(calibration, ({ instances }) => instances),
    timedOutRequest: (calibration) => byReading(calibration, ({ onTimeout }) => onTimeout),
    balancing: (calibration) => byReading(calibration, wayOf),
  };

/**
 * What is not known well, of what settings may depend on: the 95th percentile where the SLO limits it.
 *
 * @param inputs only these; by default all
 */
export const questionsOf = (
  calibration: Calibration,
  slo: Slo,
  inputs: readonly Unknown['input'][] = Object.keys(possibleFor) as Unknown['input'][],
): Question[] =>
  inputs
    .map((input) => ({ input, possible: possibleFor[input](calibration, slo) }))
    .filter(({ possible }) => possible.length > 1);
