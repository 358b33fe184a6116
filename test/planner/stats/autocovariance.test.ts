import { describe, expect, it } from 'vitest';
import { longRunVariance } from '../../../planner/stats/autocovariance.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { expectNear } from '../near.ts';

describe('longRunVariance', () => {
  it('is the variance without lags', () => {
    expect(longRunVariance([1, -1, 1, -1], 0)).toBe(1);
  });

  it('weights neighbours by Bartlett’s triangle', () => {
    // γ0 = 1, γ1 = 1/4, γ2 = -1/2 over four values (divisor n): 1 + 2 (2/3 · 1/4 - 1/3 · 1/2) = 1
    expectNear(longRunVariance([1, 1, -1, -1], 2), 1, 1e-14);
  });

  it('finds the (1 + φ) / (1 - φ) of an autoregressive series', () => {
    const random = createRandom(3);
    let state = 0;
    const series = Array.from({ length: 200_000 }, () => {
      state = 0.8 * state + (random() - 0.5);
      return state;
    });
    const innovation = 1 / 12;
    expectNear(longRunVariance(series, 200), innovation / 0.2 ** 2, 0.06);
  });
});
