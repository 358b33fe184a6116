import type { Phase } from '../../runs/schema/load/load.ts';
import type { Arrivals } from '../../runs/schema/model/arrivals.ts';
import { plannedRateSteps } from '../timeline/planned-rate.ts';

/*
 * Where a load "rises" has four answers, each to a question of its own:
 *   `steepestRise`, here: one moment, the largest step up. Recovery and the autoscaler's reaction are counted from it.
 *   `risenSeconds` (planner/result/load-rise.ts): each second above half of the peak rate, as a load may rise twice.
 *   `untilAfterRise` (planner/traffic/until-after-rise.ts): the one step from the baseline to the peak, if there is one.
 *   `hardestRises` (planner/traffic/day.ts): the rises of a day that an SLO is held against, each with its window.
 */

/** Span over which per-second counts are averaged on both sides of a possible step. */
const windowSeconds = 10;

/** How many standard deviations of Poisson noise a rise of counts must exceed. */
const riseDeviationsMin = 4;

/** Rises that differ by less than this share of the rate are equal: the seconds of a slope differ by rounding alone. */
const equalRiseShare = 1e-9;

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
 * The second at which a load rises most: the largest step up of a rate, or of 10 s means of counts, and of equal
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

/** The second at which the planned load rises most; null for a load that never rises. */
export const plannedRise = (phases: readonly Phase[]): number | null =>
  steepestRise({ kind: 'even', ratePerSecond: plannedRateSteps(phases) });
