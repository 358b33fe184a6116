import { longRunVariance } from './autocovariance.ts';
import type { Interval } from './interval.ts';
import { studentCritical } from './student-t.ts';
import { sumOf } from './sum.ts';

/** Sums and counts of one run, by second. */
type RatioSeries = { readonly sums: readonly number[]; readonly counts: readonly number[] };

/** Seconds over which Bartlett's weights fall to zero, for a series of so many seconds. */
const bandwidthOf = (seconds: number): number => Math.min(seconds, 1 + Math.ceil(3 * Math.cbrt(seconds)));

/** A mean, how far it may be off, and how well that is known. */
export type RatioEstimate = {
  readonly mid: number;
  readonly standardError: number;
  /** Degrees of freedom of the standard error. */
  readonly degrees: number;
};

/**
 * Mean of values that come in seconds, as sum / count, over one or more runs. Its standard error knows that neighbouring
 * seconds depend on each other. The variance of z_t = sum_t - mean * count_t is summed over lags in each run with
 * Bartlett's weights, and runs add up. Short series are corrected for the variance that goes with the estimated
 * mean, and few degrees of freedom are left (about 1.5 T / bandwidth: Priestley, "Spectral
 * Analysis and Time Series", 1981, section 6.2; together Kiefer & Vogelsang, Econometric Theory 21, 2005, to 2 %).
 *
 * @param independentError standard error that the values would have if all of them were independent: never less
 * @returns the unit of sums / counts. At least one count must be above zero.
 */
export const ratioEstimate = (runs: readonly RatioSeries[], independentError: number): RatioEstimate => {
  const total = sumOf(runs.flatMap(({ counts }) => counts));
  const mid = sumOf(runs.flatMap(({ sums }) => sums)) / total;
  let variance = 0;
  let degrees = 0;
  for (const { sums, counts } of runs) {
    const seconds = counts.length;
    if (seconds === 0) continue;
    const bandwidth = bandwidthOf(seconds);
    const b = bandwidth / seconds;
    const residuals = counts.map((n, t) => sums[t]! - mid * n);
    variance += (longRunVariance(residuals, bandwidth - 1) * seconds) / (1 - b + (b * b) / 3);
    degrees += (1.5 * seconds) / bandwidth;
  }
  return {
    mid,
    standardError: Math.max(independentError, Math.sqrt(variance) / total),
    degrees: Math.max(1, degrees),
  };
};

/** The same mean with its interval, by Student's t. */
export const ratioMean = (
  runs: readonly RatioSeries[],
  options: { readonly confidence: number; readonly independentError: number },
): Interval => {
  const { confidence, independentError } = options;
  const { mid, standardError, degrees } = ratioEstimate(runs, independentError);
  const halfWidth = studentCritical(confidence, degrees) * standardError;
  return { low: mid - halfWidth, mid, high: mid + halfWidth, confidence };
};
