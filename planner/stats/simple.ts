/**
 * What simple-statistics gives us, in our words: the one file that imports it. Its normal and Student-t tables
 * stop at four digits, so those quantiles are in normal.ts and student-t.ts.
 */
import {
  gammaln,
  mean,
  median,
  probit,
  quantile,
  sampleCorrelation,
  sampleVariance,
} from 'simple-statistics';

/** Natural logarithm of the gamma function at x > 0, good to about 1e-14. */
export const logGamma = (x: number): number => gammaln(x);

/** Standard normal quantile to about 1e-3: a starting point for `normalQuantile`. */
export const roughNormalQuantile = (share: number): number => probit(share);

/** Arithmetic mean of at least one value, summed with Kahan-Babuska compensation. */
export const meanOfValues = (values: readonly number[]): number => mean(values);

/** Variance with the n - 1 divisor, of at least two values. */
export const varianceOfValues = (values: readonly number[]): number => sampleVariance(values);

/** Median of at least one value, in any order; of an even count the mean of the two values in the middle. */
export const medianOfValues = (values: readonly number[]): number => median(values);

/** Quantile of raw values in any order, R type 7 (linear between order statistics, numpy's default). */
export const quantileOfValues = (values: readonly number[], share: number): number => quantile(values, share);

const isConstant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

/** Pearson's coefficient of two lists of equal length; undefined when one of them does not vary. */
export const correlationOf = (x: readonly number[], y: readonly number[]): number | undefined => {
  // By comparison, not by a variance of zero: rounding gives a constant 0.1 a tiny one.
  if (isConstant(x) || isConstant(y)) return undefined;
  return Math.min(1, Math.max(-1, sampleCorrelation(x, y)));
};
