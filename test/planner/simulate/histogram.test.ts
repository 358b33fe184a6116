import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAllToHistogram,
  createHistogram,
  type Histogram,
  mergeIntoHistogram,
  quantileSeconds,
} from '../../../planner/simulate/histogram.ts';

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = createHistogram();
  addAllToHistogram(histogram, Float64Array.from(values));
  return histogram;
};

const time = fc.oneof(
  fc.constant(0),
  fc.double({ min: -19, max: 19, noNaN: true }).map((exponent) => 2 ** exponent),
);
const times = fc.array(time, { minLength: 1, maxLength: 300 });

describe('histogram', () => {
  it('gives every quantile within 0.4 % of the value of that rank', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(share * values.length - 1e-9)) - 1]!;
        const found = quantileSeconds(histogramOf(values), share)!;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.004 * exact);
      }),
    );
  });

  it('merges into the histogram of all values', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const merged = histogramOf(a);
        mergeIntoHistogram(merged, histogramOf(b));
        const { sumSeconds, ...together } = histogramOf([...a, ...b]);
        const { sumSeconds: mergedSum, ...apart } = merged;
        expect(apart).toEqual(together);
        expect(mergedSum).toBeCloseTo(sumSeconds, 6);
      }),
    );
  });

  it('is exact where all values are equal, and for mean, smallest and largest value', () => {
    expect(quantileSeconds(histogramOf([0.1, 0.1, 0.1]), 0.5)).toBe(0.1);
    expect(histogramOf([0.1, 0.3, 0])).toMatchObject({ minSeconds: 0, maxSeconds: 0.3, zeroCount: 1 });
  });

  it('puts times out of its range into its first and last bucket', () => {
    const histogram = histogramOf([1e-9, 1e9]);
    expect(histogram.counts[0]).toBe(1);
    expect(histogram.counts.at(-1)).toBe(1);
  });

  it('has no quantile without a value', () => {
    expect(quantileSeconds(createHistogram(), 0.5)).toBeNull();
  });
});
