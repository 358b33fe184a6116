import { describe, expect, it } from 'vitest';
import {
  correlationOf,
  logGamma,
  meanOfValues,
  medianOfValues,
  quantileOfValues,
  varianceOfValues,
} from '../../../planner/stats/simple.ts';
import { expectNear } from '../near.ts';

describe('summaries of values', () => {
  it('follow the definitions that the docstrings name', () => {
    const values = [7, 1, 3, 9];
    expect(meanOfValues(values)).toBe(5);
    expectNear(varianceOfValues(values), 40 / 3, 1e-15);
    expect(medianOfValues(values)).toBe(5);
    // R: quantile(c(7, 1, 3, 9), .9, type = 7) is 8.4
    expectNear(quantileOfValues(values, 0.9), 8.4, 1e-15);
    expect(values).toEqual([7, 1, 3, 9]);
  });

  it('log gamma holds for small and large arguments', () => {
    expectNear(logGamma(0.5), Math.log(Math.PI) / 2, 1e-13);
    // log(9!) and Stirling's series at 1e6
    expectNear(logGamma(10), Math.log(362_880), 1e-14);
    expectNear(logGamma(1e6), 999_999.5 * Math.log(1e6) - 1e6 + Math.log(2 * Math.PI) / 2 + 1 / 12e6, 1e-14);
  });
});

describe('correlationOf', () => {
  it('is 1 or -1 on a line, and undefined for a constant side or a single pair', () => {
    expectNear(correlationOf([1, 2, 4], [3, 5, 9])!, 1, 1e-14);
    expectNear(correlationOf([1, 2, 4], [-3, -5, -9])!, -1, 1e-14);
    expect(correlationOf([0.1, 0.1, 0.1, 0.1], [1, 2, 3, 5])).toBeUndefined();
    expect(correlationOf([1], [2])).toBeUndefined();
    expect(correlationOf([], [])).toBeUndefined();
  });
});
