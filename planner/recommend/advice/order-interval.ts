import { betaShare } from '../../stats/beta.ts';
import type { Interval } from '../../stats/interval.ts';

/** Asked of the interval; few values reach less, which it then says. */
const confidenceAsked = 0.95;

/** Chance that at most k of n values lie below the quantile of this share. */
const chanceAtMost = (k: number, n: number, share: number): number =>
  k >= n ? 1 : 1 - betaShare(share, k + 1, n - k);

/**
 * The value that all but a share of the same kind reach, with the interval between two order statistics that holds it.
 * The ends are at most the least and the greatest value: few values can't bound a rare quantile, and the confidence that
 * is returned is the one that is reached.
 * Source: Hahn & Meeker, "Statistical Intervals", section 5.2.
 *
 * @param values at least one, in any order
 * @param options.missesMax how many of the values may lie below it
 * @param options.share of values that may lie below it, in (0, 1)
 */
export const reachedBy = (
  values: readonly number[],
  { missesMax, share }: { readonly missesMax: number; readonly share: number },
): Interval => {
  const ascending = values.toSorted((a, b) => a - b);
  const n = ascending.length;
  const tail = (1 - confidenceAsked) / 2;
  let [below, above] = [0, 0];
  while (below + 1 <= missesMax && chanceAtMost(below + 1, n, share) <= tail) below++;
  while (above < n - 1 && chanceAtMost(above, n, share) < 1 - tail) above++;
  const [low, mid, high] = [below, Math.min(n - 1, Math.max(0, missesMax)), above].map((i) => ascending[i]!);
  // The quantile lies above the first `below + 1` values, and below the next after `above`.
  const outside = chanceAtMost(below, n, share) + 1 - chanceAtMost(above, n, share);
  const confidence = Math.min(0.999, Math.max(0.001, 1 - outside));
  return { low: low!, mid: mid!, high: Math.max(mid!, high!), confidence };
};
