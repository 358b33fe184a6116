import { betaShare } from '../../stats/beta.ts';
import type { Interval } from '../../stats/interval.ts';

/** Asked of the interval; few values reach less, which it then says. */
const confidenceAsked = 0.95;

/** Chance that at most k of n values lie below the quantile of this share. */
const chanceAtMost = (k: number, n: number, share: number): number =>
  k >= n ? 1 : 1 - betaShare(share, k + 1, n - k);

type Ranks = { readonly below: number; readonly above: number; readonly outside: number };

type Reached = {
  /** How many of the values may lie below what is reached. */
  readonly missesMax: number;
  /** Share of values that may lie below it, in (0, 1). */
  readonly share: number;
};

/** Places of the ends among n values in ascending order, and the chance that the quantile lies outside of them. */
const ranksOf = (n: number, { missesMax, share }: Reached): Ranks => {
  const tail = (1 - confidenceAsked) / 2;
  let [below, above] = [0, 0];
  while (below + 1 <= missesMax && chanceAtMost(below + 1, n, share) <= tail) below++;
  while (above < n - 1 && chanceAtMost(above, n, share) < 1 - tail) above++;
  // The quantile lies above the first `below + 1` values, and below the next after `above`.
  return { below, above, outside: chanceAtMost(below, n, share) + 1 - chanceAtMost(above, n, share) };
};

/** How many of the least of n values `reachedBy` looks at. Of the others it needs to know only that they are no less. */
export const leastLookedAt = (n: number, reached: Reached): number =>
  Math.max(ranksOf(n, reached).above, Math.min(n - 1, reached.missesMax)) + 1;

/**
 * The value that all but a share of the same kind reach, with the interval between two order statistics that holds it.
 * The ends are at most the least and the greatest value: few values can't bound a rare quantile, and the confidence that
 * is returned is the one that is reached.
 * Source: Hahn & Meeker, "Statistical Intervals", section 5.2.
 *
 * @param values at least one, in any order
 */
export const reachedBy = (values: readonly number[], reached: Reached): Interval => {
  const ascending = values.toSorted((a, b) => a - b);
  const n = ascending.length;
  const { below, above, outside } = ranksOf(n, reached);
  const middle = Math.min(n - 1, Math.max(0, reached.missesMax));
  const [low, mid, high] = [below, middle, above].map((i) => ascending[i]!);
  const confidence = Math.min(0.999, Math.max(0.001, 1 - outside));
  return { low: low!, mid: mid!, high: Math.max(mid!, high!), confidence };
};
