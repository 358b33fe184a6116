/**
 * Mean of z_t z_(t + lag) over a series that has mean zero: its autocovariance, with the divisor n (not n - lag)
 * that keeps Bartlett's sum from going negative.
 */
export const autocovariance = (centered: readonly number[], lag: number): number => {
  let sum = 0;
  for (let t = lag; t < centered.length; t++) sum += centered[t]! * centered[t - lag]!;
  return sum / centered.length;
};

/**
 * Long-run variance of a series of mean zero by Bartlett's triangular weights: n x the variance of the series'
 * mean when its values depend on each other over up to `lag` steps.
 * Source: Newey & West, Econometrica 55, 1987. O(n x lag).
 *
 * @example longRunVariance([1, -1, 1, -1], 0) // 1
 */
export const longRunVariance = (centered: readonly number[], lag: number): number => {
  let sum = autocovariance(centered, 0);
  for (let k = 1; k <= lag; k++) sum += 2 * (1 - k / (lag + 1)) * autocovariance(centered, k);
  return Math.max(0, sum);
};
