import type { Arrivals } from '../../runs/schema/arrivals.ts';
import type { Phase } from '../../runs/schema/load.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { plannedRateSteps, plannedSecondsOf } from '../timeline/planned-rate.ts';
import { recordedSecondsOf } from '../timeline/recorded-seconds.ts';
import { badSecondsOf, errorSecondsOf } from './errors.ts';

/** Span over which per-second counts are averaged on both sides of a possible step. */
const windowSeconds = 10;

/** How many standard deviations of Poisson noise a rise of counts must exceed. */
const riseDeviationsMin = 4;

/** Rises that differ by less than this share of the rate are equal: the seconds of a slope differ by rounding alone. */
const equalRiseShare = 1e-9;

/** The seconds at the end that must be free of trouble before recovery is believed. */
const quietSecondsMin = 5;

const countsOf = (seconds: readonly number[]): number[] => {
  const counts: number[] = [];
  for (const second of seconds) counts[Math.floor(second)] = (counts[Math.floor(second)] ?? 0) + 1;
  return Array.from(counts, (n) => n ?? 0);
};

const steepestRiseOfCounts = (perSecond: readonly number[]): number | null => {
  const countUntil = [0];
  for (const n of perSecond) countUntil.push(countUntil.at(-1)! + n);
  let [riseMost, riseAt]: [number, number | null] = [0, null];
  for (let second = windowSeconds; second + windowSeconds <= perSecond.length; second++) {
    const before = countUntil[second]! - countUntil[second - windowSeconds]!;
    const after = countUntil[second + windowSeconds]! - countUntil[second]!;
    const stands = after - before > riseDeviationsMin * Math.sqrt(before + after);
    if (stands && after - before > riseMost) [riseMost, riseAt] = [after - before, second];
  }
  return riseAt;
};

/**
 * The second at which the load rises most: the largest step up of a rate, or of 10 s means of counts, and of equal
 * ones the first. A slope has a step in each second. null for a load that never rises.
 *
 * @example steepestRise({ kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: 20 }, { atSecond: 60, rate: 60 }] }) // 60
 */
export const steepestRise = (arrivals: Arrivals): number | null => {
  if (arrivals.kind === 'counts') return steepestRiseOfCounts(arrivals.perSecond);
  if (arrivals.kind === 'timestamps') return steepestRiseOfCounts(countsOf(arrivals.seconds));
  let [riseMost, riseAt]: [number, number | null] = [0, null];
  arrivals.ratePerSecond.forEach(({ atSecond, rate }, i, steps) => {
    const rise = rate - (steps[i - 1]?.rate ?? rate);
    if (rise > riseMost + equalRiseShare * rate) [riseMost, riseAt] = [rise, atSecond];
  });
  return riseAt;
};

type Judged = {
  readonly seconds: number;
  /** Whether more of the requests that arrived in a second failed than a limit allows. Asked from the last one back. */
  readonly isBad: (second: number) => boolean;
};

/**
 * Seconds from a rise of the load until no second is bad any more: for a simulated run, and for the re-run that its
 * prediction is scored by. null if there was trouble in the last 5 seconds.
 */
export const secondsToRecover = ({ seconds, isBad }: Judged, fromSecond: number): number | null => {
  const start = Math.floor(fromSecond);
  for (let second = seconds - 1; second >= start; second--) {
    if (!isBad(second)) continue;
    return second >= seconds - quietSecondsMin ? null : second + 1 - start;
  }
  return 0;
};

/** The second at which the planned load rises most; null for a load that never rises. */
export const plannedRise = (phases: readonly Phase[]): number | null =>
  steepestRise({ kind: 'even', ratePerSecond: plannedRateSteps(phases) });

/**
 * Recovery of a recorded run, in seconds: from the steepest rise of its planned load until no second's error share
 * passes the limit. A load that never rises, as a soak, has nothing to recover from, and nobody knows what a load that was not
 * recorded to its end would still have brought.
 */
export const measureRecovery = (timeline: Timeline, maxErrorShare: number): number | NotEnoughData => {
  const fromSecond = plannedRise(timeline.phases);
  if (fromSecond === null) return notEnoughData('rises', 1, 0);
  const [recorded, planned] = [recordedSecondsOf(timeline), plannedSecondsOf(timeline.phases)];
  if (recorded <= fromSecond) return notEnoughData('secondsToRise', fromSecond + 1, recorded);
  if (recorded < planned) return notEnoughData('secondsToEnd', planned, recorded);
  const { seconds } = timeline;
  const bad = badSecondsOf(errorSecondsOf(timeline), maxErrorShare);
  const quietSeconds = seconds - 1 - (bad.at(-1) ?? -1);
  return (
    secondsToRecover({ seconds, isBad: (second) => bad.includes(second) }, fromSecond) ??
    notEnoughData('quietSecondsAtEnd', quietSecondsMin, quietSeconds)
  );
};
