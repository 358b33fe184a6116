import { upperGammaShare } from './gamma.ts';
import { roughNormalQuantile } from './simple.ts';

/**
 * Density of the standard normal distribution.
 *
 * @example normalDensity(0) // 0.3989422804
 */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/**
 * Share of the standard normal distribution below z, with full relative precision in the lower tail.
 *
 * @example normalShare(-1.9599639845) // 0.025
 */
export const normalShare = (z: number): number => {
  const tail = upperGammaShare(0.5, (z * z) / 2) / 2;
  return z < 0 ? tail : 1 - tail;
};

/**
 * Quantile of the standard normal distribution: simple-statistics' estimate, polished by Newton steps on the exact
 * distribution. Worked out in the lower half, where no digits cancel.
 *
 * @param share at least 1e-16 away from 0 and 1
 *
 * @example normalQuantile(0.975) // 1.9599639845
 */
export const normalQuantile = (share: number): number => {
  if (share > 0.5) return -normalQuantile(1 - share);
  let z = roughNormalQuantile(share);
  for (let step = 0; step < 3; step++) z -= (normalShare(z) - share) / normalDensity(z);
  return z;
};

/**
 * Half-width, in standard errors, of a two-sided interval.
 *
 * @example normalCritical(0.95) // 1.9599639845
 */
export const normalCritical = (confidence: number): number => -normalQuantile((1 - confidence) / 2);
