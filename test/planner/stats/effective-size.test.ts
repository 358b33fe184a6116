import { describe, expect, it } from 'vitest';
import { longRunVariance } from '../../../planner/stats/autocovariance.ts';
import { hacEffectiveSize } from '../../../planner/stats/effective-size.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { meanOfValues } from '../../../planner/stats/simple.ts';
import { studentCritical } from '../../../planner/stats/student-t.ts';
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

describe('hacEffectiveSize', () => {
  const coin = (seconds: number, perSecond: number, share: number, seed: number) => {
    const random = createRandom(seed);
    const requests = new Array<number>(seconds).fill(perSecond);
    return {
      errors: requests.map((n) => Array.from({ length: n }).filter(() => random() < share).length),
      requests,
    };
  };

  it('finds independent requests worth about what they are', () => {
    const effects = Array.from({ length: 20 }, (_, seed) => {
      const { errors, requests } = coin(900, 20, 0.05, seed);
      const size = hacEffectiveSize(errors, requests);
      expect(size.effectiveSize).toBeLessThanOrEqual(size.requests);
      expectNear(size.standardError, Math.sqrt((size.share * (1 - size.share)) / size.effectiveSize), 1e-12);
      return size.designEffect;
    });
    expect(meanOfValues(effects)).toBeLessThan(1.15);
  });

  it('finds requests that fail in tens worth a tenth', () => {
    const { errors, requests } = coin(3600, 2, 0.05, 2);
    const size = hacEffectiveSize(
      errors.map((n) => 10 * n),
      requests.map((n) => 10 * n),
    );
    expect(size.designEffect).toBeGreaterThan(8);
    expect(size.designEffect).toBeLessThan(12);
  });

  it('does not depend on when the run began or on the order of time', () => {
    const { errors, requests } = coin(300, 10, 0.1, 3);
    const forward = hacEffectiveSize(errors, requests);
    const backward = hacEffectiveSize(errors.toReversed(), requests.toReversed());
    expectNear(forward.effectiveSize, backward.effectiveSize, 1e-9);
  });

  // Kiefer & Vogelsang 2005, table 1, Bartlett kernel: c(b) = a0 + a1 b + a2 b² + a3 b³.
  it.each([
    [0.9, [1.6449, 2.1859, 0.3142, -0.3427]],
    [0.95, [1.96, 2.9694, 0.416, -0.5324]],
  ] as const)(
    'corrects short series like the fixed-bandwidth critical values at %d',
    (confidence, [a0, a1, a2, a3]) => {
      for (const b of [0.02, 0.05, 0.1, 0.2]) {
        const published = a0 + a1 * b + a2 * b ** 2 + a3 * b ** 3;
        const ours = studentCritical(confidence, 1.5 / b) / Math.sqrt(1 - b + (b * b) / 3);
        expectNear(ours, published, 0.02);
      }
      const { degrees } = hacEffectiveSize(...(Object.values(coin(1000, 5, 0.1, 4)) as [number[], number[]]));
      expect(degrees).toBe((1.5 * 1000) / 31);
    },
  );

  it('takes requests at face value where none or all fail', () => {
    expect(hacEffectiveSize([0, 0, 0], [5, 5, 5])).toMatchObject({
      share: 0,
      effectiveSize: 15,
      standardError: 0,
    });
    expect(hacEffectiveSize([5, 5, 5], [5, 5, 5])).toMatchObject({ share: 1, effectiveSize: 15 });
  });
});
