import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GappySeries, lagOfStrongestCorrelation } from '../../../planner/stats/cross-correlation.ts';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { expectNear } from '../near.ts';

const autoregressive = (length: number, phi: number, normal: () => number): number[] => {
  let state = normal() / Math.sqrt(1 - phi * phi);
  return Array.from({ length }, () => {
    state = phi * state + normal();
    return state;
  });
};

const strongest = (x: GappySeries, y: GappySeries, maxLagSeconds: number) => {
  const result = lagOfStrongestCorrelation(x, y, maxLagSeconds);
  if ('kind' in result) throw new Error(`no lag: ${result.need}, ${result.have}`);
  return result;
};

describe('lagOfStrongestCorrelation', () => {
  const spike = (from: number) =>
    Array.from({ length: 150 }, (_, t) => (t >= from && t < from + 40 ? 50 : 5));

  it('finds the lag of errors behind load, also with gaps', () => {
    expect(strongest(spike(40), spike(52), 60).lagSeconds).toBe(12);
    const gappy = spike(52).map((n, t) => (t % 7 === 0 ? null : n));
    expect(strongest(spike(40), gappy, 60).lagSeconds).toBe(12);
  });

  it('finds a falling relation, with its sign', () => {
    const result = strongest(
      spike(40),
      spike(43).map((n) => -n),
      30,
    );
    expect(result.lagSeconds).toBe(3);
    expect(isInterval(result.coefficient) && result.coefficient.mid).toBeCloseTo(-1, 10);
  });

  it('counts a run with one spike as few independent pairs', () => {
    expect(strongest(spike(40), spike(40), 10).effectivePairs).toBeLessThan(15);
  });

  it('is not fooled by the best of 31 lags of unrelated, slowly moving series', () => {
    let covered = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const normal = normalSampler(createRandom(seed));
      const [x, y] = [autoregressive(300, 0.9, normal), autoregressive(300, 0.9, normal)];
      const { coefficient } = strongest(x, y, 30);
      if (isInterval(coefficient) && coefficient.low <= 0 && coefficient.high >= 0) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.9);
  });

  it('finds the lag and covers the coefficient of a noisy effect', () => {
    let covered = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const normal = normalSampler(createRandom(seed, 1));
      const cause = autoregressive(610, 0.6, normal);
      const x = cause.slice(10);
      // Variance of x is 1 / (1 - .36) = 1.5625, so noise of variance 1.5625 leaves a correlation of sqrt(1/2).
      const y = cause.slice(3, 603).map((value) => value + 1.25 * normal());
      const { lagSeconds, coefficient } = strongest(x, y, 20);
      expect(lagSeconds).toBe(7);
      if (isInterval(coefficient) && coefficient.low <= Math.SQRT1_2 && coefficient.high >= Math.SQRT1_2)
        covered++;
    }
    expect(covered / 150).toBeGreaterThan(0.93);
  });

  it('refuses constants, short series and series without known pairs', () => {
    const constant = new Array<number>(100).fill(0.1);
    expect(lagOfStrongestCorrelation(constant, spike(3).slice(0, 100), 5)).toMatchObject({
      kind: 'notEnoughData',
    });
    expect(lagOfStrongestCorrelation([1, 2, 3], [1, 2, 4], 1)).toMatchObject({ kind: 'notEnoughData' });
    expect(lagOfStrongestCorrelation(new Array<null>(50).fill(null), spike(3), 5)).toMatchObject({
      kind: 'notEnoughData',
    });
    const ramp = Array.from({ length: 20 }, (_, t) => t);
    expect(strongest(ramp, ramp, 0).coefficient).toMatchObject({ kind: 'notEnoughData' });
  });

  it('does not change with the units or the zero of either series', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 40, maxLength: 60 });
    fc.assert(
      fc.property(shapes, shapes, fc.integer({ min: 1, max: 8 }), (x, y, scale) => {
        const first = lagOfStrongestCorrelation(x, y, 5);
        const second = lagOfStrongestCorrelation(
          x.map((n) => n * 2 ** scale),
          y.map((n) => n + 64),
          5,
        );
        if ('kind' in first || 'kind' in second) expect(second).toEqual(first);
        else {
          expect(second.lagSeconds).toBe(first.lagSeconds);
          expectNear(second.effectivePairs, first.effectivePairs, 1e-6);
        }
      }),
    );
  });
});
