import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
/** More points than this in a series cost bytes and can't be told apart on a screen. */
export const maxPoints = 600;

/** Equal stretches of the indices 0..length-1, at most `buckets` of them. */
export const bucketsOf = (length: number, buckets: number = maxPoints): number[][] => {
  const size = Math.max(1, Math.ceil(length / buckets));
  return Array.from({ length: Math.ceil(length / size) }, (_, b) =>
    Array.from({ length: Math.min(size, length - b * size) }, (_, i) => b * size + i),
  );
};

/**
 * Downsampling by smallest and largest: which indices of a series to draw. Every index as long as there are at most
 * `limit`; above that the indices of the smallest and the largest value of each bucket, so that a spike of one second
 * stays at its height and in its second. A bucket without any value keeps its first index: a gap stays a gap.
 *
 * @example minMaxIndices([1, 9, 2, 3, 0, 4], 4) // [0, 1, 4, 5]: of [1, 9, 2] the 1 and the 9, of [3, 0, 4] the 0 and the 4
 */
export const minMaxIndices = (values: GappySeries, limit: number = maxPoints): number[] => {
  if (values.length <= limit) return values.map((_, i) => i);
  return bucketsOf(values.length, Math.floor(limit / 2)).flatMap((bucket) => {
    const known = bucket.filter((i) => values[i] !== null);
    if (known.length === 0) return [bucket[0]!];
    const lowest = known.reduce((best, i) => (values[i]! < values[best]! ? i : best));
    const highest = known.reduce((best, i) => (values[i]! > values[best]! ? i : best));
    return lowest === highest ? [lowest] : [lowest, highest].sort((a, b) => a - b);
  });
};

/** One bar of a downsampled chart: the second that stands for all seconds of its bucket. */
type Bar = { readonly fromSecond: number; readonly toSecond: number; readonly shownSecond: number };

/**
 * Which second each bar shows: every second as long as there are at most `limit`; above that, of each bucket the one
 * with the largest `weight` (the failures), a second that did happen. `toSecond` is the end of the bar, not included.
 */
export const worstSecondBars = (weight: readonly number[], limit: number = maxPoints): Bar[] =>
  bucketsOf(weight.length, limit).map((bucket) => ({
    fromSecond: bucket[0]!,
    toSecond: bucket.at(-1)! + 1,
    shownSecond: bucket.reduce((worst, i) => (weight[i]! > weight[worst]! ? i : worst)),
  }));
