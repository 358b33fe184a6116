import { longRunVariance } from './autocovariance.ts';
import { bandwidthSeconds } from './effective-size.ts';
import type { Interval } from './interval.ts';
import { studentCritical } from './student-t.ts';
import { sumOf } from './sum.ts';

/** Sums and counts of one run, by second. */
type RatioSeries = { readonly sums: readonly number[]; readonly counts: readonly number[] };

/**
 * Mean of values that come in seconds, as sum / count, over one or more runs, with an interval that knows that
 * neighbouring seconds depend on each other: the variance of z_t = sum_t - mean * count_t is summed over lags in each
 * run (Bartlett, as for error shares: models of planner/stats/effective-size.ts), and runs add up.
 *
 * @param independentError standard error that the values would have if all of them were independent: never less
 * @returns the unit of sums / counts. At least one count must be above zero.
 */
export const ratioMean = (
  runs: readonly RatioSeries[],
  options: { readonly confidence: number; readonly independentError: number },
): Interval => {
  const { confidence, independentError } = options;
  const total = sumOf(runs.flatMap(({ counts }) => counts));
  const mid = sumOf(runs.flatMap(({ sums }) => sums)) / total;
  let variance = 0;
  let degrees = 0;
  for (const { sums, counts } of runs) {
    const seconds = counts.length;
    if (seconds === 0) continue;
    const bandwidth = bandwidthSeconds(seconds);
    const b = bandwidth / seconds;
    const residuals = counts.map((n, t) => sums[t]! - mid * n);
    variance += (longRunVariance(residuals, bandwidth - 1) * seconds) / (1 - b + (b * b) / 3);
    degrees += (1.5 * seconds) / bandwidth;
  }
  const standardError = Math.max(independentError, Math.sqrt(variance) / total);
  const halfWidth = studentCritical(confidence, Math.max(1, degrees)) * standardError;
  return { low: mid - halfWidth, mid, high: mid + halfWidth, confidence };
};
