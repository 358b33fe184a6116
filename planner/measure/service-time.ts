import { isOk } from '../../runs/schema/outcome.ts';
import type { Evidence } from '../../runs/schema/result.ts';
import { platformFor } from '../platforms/outcomes.ts';
import { type Interval, isNotEnoughData, type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { normalCritical } from '../stats/normal.ts';
import { meanOfValues } from '../stats/simple.ts';
import { meanOf, type Sketch } from '../stats/sketch.ts';
import { sumOf } from '../stats/sum.ts';
import { type Typical, typicalOfSeconds } from '../stats/typical.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { type CalibratedDistribution, empiricalOf, knots, withCutTail, withTail } from './empirical.ts';
import { confidence, evidenceOf } from './evidence.ts';
import { type Limits, waitsLong } from './limits.ts';
import { meanServiceMs } from './service-mean.ts';
import { type Chooses, cutIn, leavesRoom, type Times, timesOf } from './service-seconds.ts';
import { beyondLimit, type Cut, type CutTail, cutTailOf, shareBeyond, tellsTail } from './tail.ts';
import { isCalm, isUnqueued } from './unqueued.ts';

/** What a timeout cut, in which seconds, and the share of a distribution that lies beyond it in their place. */
export type CutService = Cut & { readonly seconds: 'calm' | 'all'; readonly beyondShare: number };

/** Time in a slot, as it was measured. */
export type ServiceTime = {
  /** `header`: the server's own word; `unqueuedLatency`: latencies of seconds without a queue, network included. */
  readonly from: 'header' | 'unqueuedLatency';
  readonly meanMs: Interval;
  /** Of the same requests; undefined where all took no time. */
  readonly typical: Typical | undefined;
  readonly distribution: CalibratedDistribution;
  readonly samples: number;
  /** Requests that did not queue and that a timeout cut: their service times are a guess. null: hardly any. */
  readonly cut: CutService | null;
  readonly evidence: readonly Evidence[];
};

/** Above this share of requests cut by the timeout, the service times that were seen are the short ones. */
const cutShareMax = 0.001;

const countOf = (seconds: readonly Sketch[]): number => sumOf(seconds.map(({ count }) => count));

type Found = Omit<ServiceTime, 'cut'>;

const foundIn = (runs: readonly Recorded[], from: Found['from'], times: Times): Found | undefined => {
  if (times.all.count === 0) return undefined;
  return {
    from,
    distribution: empiricalOf(times.all),
    meanMs: meanServiceMs(times),
    typical: typicalOfSeconds(times.perRun),
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
const cutOfServed = (runs: readonly Recorded[], limits: Limits) => {
  const calm = cutIn(runs, (_, second, recorded) => isCalm(second, recorded));
  return calm.count >= countMin || waitsLong(limits)
    ? ({ seconds: 'calm', ...calm } as const)
    : ({ seconds: 'all', ...cutIn(runs, () => true) } as const);
};

/** Times that reach beyond a limit have others that reach beyond this part of it. */
const nearShare = 0.5;

/** Whether requests may wait at one replica while others are idle. */
const mayWaitAtReplica = ({ run: { config } }: Recorded): boolean =>
  config.router?.balancing === undefined
    ? platformFor(config).queue.place.value === 'replica'
    : config.router.balancing !== 'central';

/**
 * A tail that goes on has no more times beyond a limit than between half of it and the limit: even Pareto's with index 1, whose
 * mean is infinite. Twice as many again are no luck of small counts.
 */
const beyondPerNear = 3;

/**
 * Whether it was a wait that cut requests in seconds that had room: where each replica may have a queue of its own, and
 * of those that were served too few came near the timeout for so many to lie beyond it. A request that its client has given up
 * may still hold a slot that looks free.
 */
const isCutByWaits = (
  { from, distribution }: Found,
  runs: readonly Recorded[],
  { limits, limitMs, requests, of }: Cut & { readonly limits: Limits },
): boolean => {
  if (from !== 'header' || !waitsLong(limits) || !runs.some(mayWaitAtReplica)) return false;
  if (distribution.kind !== 'empirical') return false;
  const { quantilesMs } = distribution;
  const near = quantilesMs.filter((ms) => ms > nearShare * limitMs).length / quantilesMs.length;
  return requests > beyondPerNear * near * (of - requests);
};

/** Enough to tell a mean from. */
const meanKnots = 100;

/** The mean with what lies beyond a limit: its uncertainty is that of the mean below, and of how many lie beyond. */
const meanWith = (seen: Interval, limitMs: number, tail: CutTail): Interval => {
  const share = shareBeyond(tail);
  const beyondMs = share * meanOfValues(beyondLimit(limitMs, share, { tail, knots: meanKnots }));
  const mid = (1 - share) * seen.mid + beyondMs;
  const ofCount = (normalCritical(confidence) * beyondMs) / Math.sqrt(tail.beyond);
  const widthTo = (end: number): number => Math.hypot((1 - share) * (end - seen.mid), ofCount);
  return {
    low: Math.max(mid / 10, mid - widthTo(seen.low)),
    mid,
    high: mid + widthTo(seen.high),
    confidence: seen.confidence,
  };
};

/** Knots of a distribution that lie beyond a limit. */
const knotsBeyond = (share: number): number => Math.round(share * (knots - 1));

/**
 * Where a timeout ended so many requests that the others tell nothing of how long those would have taken. Two guesses of their
 * mean time beyond the timeout: the mean of what was seen, as if service times had no memory (exponential); and the timeout itself,
 * as with a heavy tail. The geometric mean of both is planned with.
 */
const withGuess = (found: Found, counted: Cut & Pick<CutService, 'seconds'>): ServiceTime => {
  const { low, mid, high, confidence: level } = found.meanMs;
  const { limitMs, requests, of } = counted;
  const share = requests / of;
  const beyondMs = Math.sqrt(mid * limitMs);
  const meanWith = (meanMs: number, beyond: number): number =>
    (1 - share) * meanMs + share * (limitMs + beyond);
  const beyond = Array.from(
    { length: knotsBeyond(share) },
    (_, i) => limitMs - beyondMs * Math.log(1 - (i + 0.5) / knotsBeyond(share)),
  );
  return {
    ...found,
    distribution: withTail(found.distribution, beyond),
    meanMs: {
      low: meanWith(low, Math.min(mid, beyondMs)),
      mid: meanWith(mid, beyondMs),
      high: meanWith(high, limitMs),
      confidence: level,
    },
    cut: { ...counted, beyondShare: share },
  };
};

/**
 * A timeout hides the service times of the requests that it ended (censoring). All of these are taken to have been served for too
 * long; `cutFactorOf` corrects that for those that had waited. Their times go on as the largest that were seen do.
 */
const withCut = (found: Found, runs: readonly Recorded[], limits: Limits): ServiceTime => {
  const { seconds, share, cut, count } = cutOfServed(runs, limits);
  const { distribution, samples } = found;
  const limitMs = meanOf(cut) ?? 0;
  const counted = { seconds, limitMs, requests: cut.count, of: count };
  if (
    share <= cutShareMax ||
    distribution.kind !== 'empirical' ||
    isCutByWaits(found, runs, { limits, ...counted })
  )
    return { ...found, cut: null };
  if (!tellsTail(counted)) return withGuess(found, counted);
  const tail = cutTailOf(distribution.quantilesMs, samples, counted);
  return {
    ...found,
    distribution: withCutTail(distribution, limitMs, tail),
    meanMs: meanWith(found.meanMs, limitMs, tail),
    cut: { ...counted, beyondShare: shareBeyond(tail) },
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
  return fromHeader(
    runs,
    (cell, second, recorded) => isCalm(second, recorded) || hasRoom(cell, second, recorded),
  );
};

const measureIn = (runs: readonly Recorded[], limits: Limits): ServiceTime | NotEnoughData => {
  const isCensored = waitsLong(limits) && cutIn(runs, () => true).share > cutShareMax;
  const found =
    (isCensored ? fromUncutHeader(runs, limits) : undefined) ??
    fromHeader(runs, () => true) ??
    fromLatency(runs);
  return found === undefined ? notEnoughData('successfulRequests', 1, 0) : withCut(found, runs, limits);
};

/** So many answers of runs that no timeout cut tell more than a guess at what it cut elsewhere. */
const wholeAnswersMin = 100;

/** Where a timeout cut fewer, what lies beyond it is hardly a guess: then they must be as many as this part of all. */
const guessedShareMin = 0.05;
const wholePart = 0.5;

/** Whether runs that no timeout cut tell service times better than all runs together. */
const tellMore = (
  whole: ServiceTime,
  { cut, samples }: ServiceTime & { readonly cut: CutService },
): boolean =>
  whole.samples >= wholeAnswersMin &&
  (cut.requests >= guessedShareMin * cut.of || whole.samples >= wholePart * samples);

/**
 * Service time: time in a slot, from the best source that the recordings have. It is not the mean of the header alone. Where
 * a timeout cut requests that may have waited for long, seconds with a long queue are left out. What was cut has its place
 * beyond the timeout. Without the header, latencies of seconds without a queue stand in. Where a timeout cut requests of
 * some runs, as it was lower than that of the others, those others tell the service time alone.
 */
export const measureServiceTime = (
  runs: readonly Recorded[],
  limits: Limits,
): ServiceTime | NotEnoughData => {
  const all = measureIn(runs, limits);
  if (isNotEnoughData(all) || all.cut === null) return all;
  const uncut = runs.filter((recorded) => cutIn([recorded], () => true).share <= cutShareMax);
  if (uncut.length === 0) return all;
  const whole = measureIn(uncut, limits);
  return !isNotEnoughData(whole) && tellMore(whole, { ...all, cut: all.cut }) ? whole : all;
};
