import { gammaSampler } from '../../planner/stats/distributions.ts';
import { createRandom, type Random } from '../../planner/stats/random.ts';
import { roundedCounts } from '../../planner/timeline/planned-rate.ts';
import type { ArrivalKind } from '../../runs/schema/load/traffic.ts';

/** Poisson count of a mean, as the number of unit exponentials that fit into it. O(mean). */
const poissonCount = (mean: number, random: Random): number => {
  let count = 0;
  let areaLeft = mean + Math.log(1 - random());
  while (areaLeft > 0) {
    count++;
    areaLeft += Math.log(1 - random());
  }
  return count;
};

/**
 * The mean of one second, gamma-distributed about the intended one, so that the count is negative binomial with a
 * variance of `dispersion` x mean: the definition of planner/simulate/arrivals.ts.
 */
const burstyMean = (mean: number, dispersion: number, random: Random): number => {
  if (dispersion <= 1 || mean === 0) return mean;
  return gammaSampler(mean / (dispersion - 1), random)() * (dispersion - 1);
};

/**
 * The plan: whole arrivals of each second, drawn about the intended rate. Every second has a random stream of its
 * own, so a longer plan, or another rate later on, leaves the seconds before as they were.
 *
 * @param intendedPerSecond arrivals per second as the profile has them, with fractions
 * @param seed same seed, same plan
 * @example drawArrivals([2.5, 2.5], 'even', 1) // [3, 2]
 */
export const drawArrivals = (
  intendedPerSecond: readonly number[],
  kind: ArrivalKind,
  seed: number,
): number[] => {
  if (kind === 'even') return roundedCounts(intendedPerSecond);
  const dispersion = kind === 'random' ? 1 : kind.dispersion;
  return intendedPerSecond.map((mean, second) => {
    const random = createRandom(seed, second);
    return poissonCount(burstyMean(mean, dispersion, random), random);
  });
};
