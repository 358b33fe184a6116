import { type RatioEstimate, ratioEstimate } from './ratio-mean.ts';
import type { LogMoments } from './sketch.ts';
import { sumOf } from './sum.ts';

/** The values of one second, by the moments of their logarithms. */
type TimedMoments = LogMoments & { readonly second: number };

type Centred = {
  readonly second: number;
  readonly count: number;
  /** Distance of the second from the middle of its group. */
  readonly elapsed: number;
  /** Sums over the values: distances of the logarithms from the level of their group, and their squares. */
  readonly sum: number;
  readonly squares: number;
};

const centredOf = (group: readonly TimedMoments[]): Centred[] => {
  const count = sumOf(group.map((one) => one.count));
  const level = sumOf(group.map(({ sum }) => sum)) / count;
  const middle = sumOf(group.map((one) => one.count * one.second)) / count;
  return group.map((one) => ({
    second: one.second,
    count: one.count,
    elapsed: one.second - middle,
    sum: one.sum - one.count * level,
    squares: one.squares - 2 * level * one.sum + one.count * level * level,
  }));
};

/**
 * Growth of positive values over time: the common slope of their logarithms in groups that each have a level of their own, so that
 * only values of one group are compared (analysis of covariance: Snedecor & Cochran, "Statistical Methods", 1989, chapter 18).
 * The standard error knows that neighbouring seconds depend on each other, see `ratioEstimate`, and is never less than that of
 * independent values.
 *
 * @param groups seconds of each group, those without a value left out
 * @returns `mid`: logarithm of the factor by which values grow in a second; undefined where no group spans two seconds
 * @example
 * trendOf([[{ second: 0, count: 1, sum: 0, squares: 0 }, { second: 1, count: 1, sum: 2, squares: 4 }]])?.mid // 2
 */
export const trendOf = (groups: readonly (readonly TimedMoments[])[]): RatioEstimate | undefined => {
  const seconds = groups.flatMap(centredOf).sort((a, b) => a.second - b.second);
  const information = sumOf(seconds.map(({ count, elapsed }) => count * elapsed * elapsed));
  if (!(information > 0)) return undefined;
  const values = sumOf(seconds.map(({ count }) => count));
  const variance = Math.max(0, sumOf(seconds.map(({ squares }) => squares)) / values);
  return ratioEstimate(
    [
      {
        sums: seconds.map(({ sum, elapsed }) => sum * elapsed),
        counts: seconds.map(({ count, elapsed }) => count * elapsed * elapsed),
      },
    ],
    Math.sqrt(variance / information),
  );
};
