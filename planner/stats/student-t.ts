import { betaQuantile } from './beta.ts';
import { normalQuantile } from './normal.ts';

/** From here on Student's t and the normal distribution agree to 1e-6. */
const normalFromDegrees = 1e6;

/**
 * Quantile of Student's t distribution, from the quantile of the beta distribution that t² / (degrees + t²) has.
 *
 * @param share in (0, 1)
 * @param degrees degrees of freedom > 0, not necessarily whole
 * @example studentQuantile(0.975, 10) // 2.2281388520
 */
export const studentQuantile = (share: number, degrees: number): number => {
  if (share > 0.5) return -studentQuantile(1 - share, degrees);
  if (share === 0.5) return 0;
  if (degrees >= normalFromDegrees) return normalQuantile(share);
  const x = betaQuantile(2 * share, degrees / 2, 0.5);
  return -Math.sqrt(degrees * (1 / x - 1));
};

/**
 * Half-width, in standard errors, of a two-sided interval.
 *
 * @example studentCritical(0.95, 3) // 3.1824463053
 */
export const studentCritical = (confidence: number, degrees: number): number =>
  -studentQuantile((1 - confidence) / 2, degrees);
