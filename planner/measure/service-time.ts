import { isOk } from '../../runs/schema/load-series.ts';
import type { Evidence } from '../../runs/schema/result.ts';
import { platformFor } from '../platforms/outcomes.ts';
import { scvOfDistribution } from '../stats/distributions.ts';
import { type Interval, type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { ratioMean } from '../stats/ratio-mean.ts';
import { meanOf, type Sketch } from '../stats/sketch.ts';
import { sumOf } from '../stats/sum.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { type CalibratedDistribution, empiricalOf, withTail } from './empirical.ts';
import { confidence, evidenceOf } from './evidence.ts';
import { type Limits, waitsLong } from './limits.ts';
import { type Chooses, type Cut, cutIn, leavesRoom, type Times, timesOf } from './service-seconds.ts';
import { isCalm, isUnqueued } from './unqueued.ts';

/** Time in a slot, as it was measured. */
export type ServiceTime = {
  /** `header`: the server's own word; `unqueuedLatency`: latencies of seconds without a queue, network included. */
  readonly from: 'header' | 'unqueuedLatency';
  readonly meanMs: Interval;
  readonly distribution: CalibratedDistribution;
  readonly samples: number;
  /** Share of the requests that did not queue and that a timeout cut: their service times are a guess. */
  readonly cutShare: number;
  readonly evidence: readonly Evidence[];
};

/** Above this share of requests cut by the timeout, the service times that were seen are the short ones. */
const cutShareMax = 0.001;

const countOf = (seconds: readonly Sketch[]): number => sumOf(seconds.map(({ count }) => count));

const meanIntervalOf = ({ perRun, all }: Times): Interval => {
  const spread = Math.sqrt(scvOfDistribution(empiricalOf(all))) * (all.sum / all.count);
  const mean = ratioMean(
    perRun.map((seconds) => ({
      sums: seconds.map(({ sum }) => sum),
      counts: seconds.map(({ count }) => count),
    })),
    { confidence, independentError: spread / Math.sqrt(all.count) },
  );
  return { ...mean, low: Math.max(mean.low, mean.mid / 10) };
};

type Found = Omit<ServiceTime, 'cutShare'>;

const foundIn = (runs: readonly Recorded[], from: Found['from'], times: Times): Found | undefined => {
  if (times.all.count === 0) return undefined;
  return {
    from,
    distribution: empiricalOf(times.all),
    meanMs: meanIntervalOf(times),
    samples: times.all.count,
    evidence: evidenceOf(runs, 'load.ndjson', (_, run) => countOf(times.perRun[run]!)),
  };
};

const fromHeader = (runs: readonly Recorded[], chooses: Chooses): Found | undefined => {
  const times = timesOf(runs, ({ serviceMs }) => serviceMs, chooses);
  return foundIn(runs, 'header', times);
};

const fromLatency = (runs: readonly Recorded[]): Found | undefined => {
  const times = timesOf(runs, (cell) => latencyOf(cell, isOk), isUnqueued);
  return foundIn(runs, 'unqueuedLatency', times);
};

/** Fewer requests than this can't tell a share of some thousandths. */
const countMin = 500;

/** Where hardly anybody queued; of all requests where those are few, unless the wait itself may have cut them. */
const cutOfServed = (runs: readonly Recorded[], limits: Limits): Cut => {
  const calm = cutIn(runs, isCalm);
  return calm.count >= countMin || waitsLong(limits) ? calm : cutIn(runs, () => true);
};

/** Times that reach beyond a limit have others that reach beyond this part of it. */
const nearShare = 0.5;

/** Whether requests may wait at one replica while others are idle. */
const mayWaitAtReplica = ({ run: { config } }: Recorded): boolean =>
  config.router?.balancing === undefined
    ? platformFor(config).queue.place.value === 'replica'
    : config.router.balancing !== 'central';

/**
 * Whether it was a wait that cut requests in seconds that had room: where each replica may have a queue of its own, and
 * none of those that were served came near the timeout.
 */
const isCutByWaits = (
  { from, distribution }: Found,
  runs: readonly Recorded[],
  { limits, timeoutMs }: { readonly limits: Limits; readonly timeoutMs: number },
): boolean =>
  from === 'header' &&
  waitsLong(limits) &&
  runs.some(mayWaitAtReplica) &&
  distribution.kind === 'empirical' &&
  distribution.quantilesMs.at(-1)! <= nearShare * timeoutMs;

/**
 * Takes account of requests that were served for longer than the timeout allows, whose service times are censored: in
 * seconds without a queue the share that was cut is the share of service times beyond the timeout. How far beyond,
 * nobody saw: by the mean of the others if service times have no memory, by as much as the timeout if their tail is
 * heavy; the geometric mean of the two is planned with.
 */
const withCut = (found: Found, runs: readonly Recorded[], limits: Limits): ServiceTime => {
  const { share, cut } = cutOfServed(runs, limits);
  const timeoutMs = meanOf(cut) ?? 0;
  if (share <= cutShareMax || isCutByWaits(found, runs, { limits, timeoutMs }))
    return { ...found, cutShare: 0 };
  const { low, mid, high, confidence: level } = found.meanMs;
  const beyondMs = Math.sqrt(mid * timeoutMs);
  const meanWith = (meanMs: number, beyondMs: number): number =>
    (1 - share) * meanMs + share * (timeoutMs + beyondMs);
  return {
    ...found,
    distribution: withTail(found.distribution, { share, fromMs: timeoutMs, beyondMs }),
    meanMs: {
      low: meanWith(low, Math.min(mid, beyondMs)),
      mid: meanWith(mid, beyondMs),
      high: meanWith(high, timeoutMs),
      confidence: level,
    },
    cutShare: share,
  };
};

/**
 * The header where a timeout cut requests: of calm seconds, and of those with a queue that was short enough. Of the rest
 * only requests that were quickly served had an answer.
 */
const fromUncutHeader = (runs: readonly Recorded[], limits: Limits): Found | undefined => {
  const { all } = timesOf(
    runs,
    ({ serviceMs }) => serviceMs,
    () => true,
  );
  const hasRoom = leavesRoom(all.max, limits);
  return fromHeader(runs, (...second) => isCalm(...second) || hasRoom(...second));
};

/**
 * Service time: time in a slot, from the best source that the recordings have. Chosen over the mean of the header alone:
 * where a timeout cut requests that may have waited for long, seconds with a long queue are left out, and what was cut has
 * its place beyond the timeout. Without the header, latencies of seconds without a queue stand in.
 */
export const measureServiceTime = (
  runs: readonly Recorded[],
  limits: Limits,
): ServiceTime | NotEnoughData => {
  const isCensored = waitsLong(limits) && cutIn(runs, () => true).share > cutShareMax;
  const found =
    (isCensored ? fromUncutHeader(runs, limits) : undefined) ??
    fromHeader(runs, () => true) ??
    fromLatency(runs);
  return found === undefined ? notEnoughData('successfulRequests', 1, 0) : withCut(found, runs, limits);
};
