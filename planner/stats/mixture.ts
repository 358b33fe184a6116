import type { Distribution } from './distributions.ts';

/** One part of a mixture: shares add up to 1. */
type Part = { readonly share: number; readonly quantilesMs: readonly number[] };

/** Share of an empirical distribution, quantiles at even shares with straight lines between, that is at most `ms`. */
export const shareAtMost = (quantilesMs: readonly number[], ms: number): number => {
  const last = quantilesMs.length - 1;
  if (ms < quantilesMs[0]!) return 0;
  let [low, high] = [0, last + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (quantilesMs[middle]! <= ms) low = middle;
    else high = middle;
  }
  if (low === last) return 1;
  const [from, to] = [quantilesMs[low]!, quantilesMs[low + 1]!];
  return (low + (ms - from) / (to - from)) / last;
};

/** Bisections of the range of a distribution: to 15 digits. */
const bisections = 50;

/**
 * Quantiles of a mixture: a value is drawn from one of the parts, each by its share. A step in the distribution, where
 * many values are alike, is found from its left. O(knots x parts x log).
 *
 * @param parts at least one, each with ascending quantiles at even shares from 0 to 1
 * @param knots how many quantiles to give, at even shares from 0 to 1
 * @example mixtureQuantiles([{ share: 0.5, quantilesMs: [0, 2] }, { share: 0.5, quantilesMs: [4, 6] }], 3) // [0, 2, 6]
 */
export const mixtureQuantiles = (parts: readonly Part[], knots: number): number[] => {
  const least = Math.min(...parts.map(({ quantilesMs }) => quantilesMs[0]!));
  const most = Math.max(...parts.map(({ quantilesMs }) => quantilesMs.at(-1)!));
  const atMost = (ms: number): number =>
    parts.reduce((sum, { share, quantilesMs }) => sum + share * shareAtMost(quantilesMs, ms), 0);
  return Array.from({ length: knots }, (_, i) => {
    const wanted = i / (knots - 1);
    if (i === 0) return least;
    if (i === knots - 1) return most;
    let [low, high] = [least, most];
    for (let n = 0; n < bisections; n++) {
      const middle = (low + high) / 2;
      if (atMost(middle) >= wanted) high = middle;
      else low = middle;
    }
    return high;
  });
};

/**
 * The quantiles of a distribution that was measured, or of a constant.
 *
 * @throws Error for a distribution that is given by a formula
 */
export const quantilesOfMeasured = (distribution: Distribution): readonly number[] => {
  if (distribution.kind === 'empirical') return distribution.quantilesMs;
  if (distribution.kind === 'constant') return [distribution.meanMs, distribution.meanMs];
  throw new Error(`a measured distribution is empirical or constant, not ${distribution.kind}`);
};

/** Quantile of a distribution that was measured, or of a constant. @throws Error for one that is given by a formula */
export const quantileOfMeasured = (distribution: Distribution, share: number): number => {
  const quantiles = quantilesOfMeasured(distribution);
  const position = share * (quantiles.length - 1);
  const below = Math.floor(position);
  const low = quantiles[below]!;
  return low + (position - below) * ((quantiles[below + 1] ?? low) - low);
};
