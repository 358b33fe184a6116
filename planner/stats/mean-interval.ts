import { type Estimate, notEnoughData } from './interval.ts';
import { meanOfValues, varianceOfValues } from './simple.ts';
import { studentCritical } from './student-t.ts';

/**
 * Confidence interval of a mean from few independent values (replications, batches, repeated spikes), by Student's t.
 *
 * @returns the values' own unit, or notEnoughData for fewer than two values
 * @example meanInterval([1, 2, 3], 0.95) // { low: -0.4841, mid: 2, high: 4.4841, confidence: 0.95 }
 */
export const meanInterval = (values: readonly number[], confidence: number): Estimate => {
  if (values.length < 2) return notEnoughData('values', 2, values.length);
  const mid = meanOfValues(values);
  const standardError = Math.sqrt(varianceOfValues(values) / values.length);
  const halfWidth = studentCritical(confidence, values.length - 1) * standardError;
  return { low: mid - halfWidth, mid, high: mid + halfWidth, confidence };
};
