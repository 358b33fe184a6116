import { betaShare } from './beta.ts';
import { type Estimate, notEnoughData } from './interval.ts';
import { quantileOf, type Sketch } from './sketch.ts';

/** Chance that the true quantile lies at or above the k-th smallest of n values: k - 1 or fewer fall below it. */
const chanceAbove = (k: number, n: number, share: number): number => betaShare(share, k, n - k + 1);

/** The k at which `holds` flips from true to false on 1..n; 0 when it never holds. */
const lastRank = (n: number, holds: (k: number) => boolean): number => {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The two ends of the bucket that holds the value of a rank (1 = smallest). */
const bucketAt = (sketch: Sketch, rank: number): { readonly low: number; readonly high: number } => {
  let seen = sketch.zeroCount;
  if (rank <= seen) return { low: 0, high: 0 };
  let i = 0;
  while (i < sketch.counts.length - 1 && seen + sketch.counts[i]! < rank) {
    seen += sketch.counts[i]!;
    i++;
  }
  const edge = (index: number) => 2 ** (index / 2 ** sketch.scale);
  return {
    low: Math.max(sketch.min, edge(sketch.offset + i)),
    high: Math.min(sketch.max, edge(sketch.offset + i + 1)),
  };
};

/**
 * Distribution-free confidence interval of a quantile: the two order statistics between which it lies with the
 * asked confidence, by the binomial distribution of the number of values below it. The ends are the outer edges of
 * the sketch's buckets, so that the sketch's own error is inside the interval.
 * Source: Hahn & Meeker, "Statistical Intervals", section 5.2.
 *
 * @param share of the quantile, in (0, 1): 0.95 for p95
 * @param options.effectiveSize independent values that these are worth; the sketch's count by default
 * @returns the sketch's unit, or notEnoughData when so few values can't bound the quantile on both sides
 * @example quantileInterval(sketchOf(latenciesMs), 0.95, { confidence: 0.95 })
 */
export const quantileInterval = (
  sketch: Sketch,
  share: number,
  options: { readonly confidence: number; readonly effectiveSize?: number },
): Estimate => {
  const { confidence, effectiveSize = sketch.count } = options;
  const tail = (1 - confidence) / 2;
  const n = Math.floor(Math.min(effectiveSize, sketch.count));
  const lowRank = lastRank(n, (k) => chanceAbove(k, n, share) >= 1 - tail);
  const highRank = lastRank(n, (k) => chanceAbove(k, n, share) > tail) + 1;
  const mid = quantileOf(sketch, share);
  if (mid === undefined || lowRank < 1 || highRank > n) return notEnoughData('valuesAroundQuantile', null, n);
  const perValue = sketch.count / n;
  return {
    low: Math.min(mid, bucketAt(sketch, Math.max(1, Math.floor(lowRank * perValue))).low),
    mid,
    high: Math.max(mid, bucketAt(sketch, Math.min(sketch.count, Math.ceil(highRank * perValue))).high),
    confidence,
  };
};
