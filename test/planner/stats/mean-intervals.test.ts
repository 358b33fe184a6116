import { describe, expect, it } from 'vitest';
import { blockBootstrap } from '../../../planner/stats/block-bootstrap.ts';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import { meanInterval } from '../../../planner/stats/mean-interval.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { meanOfValues } from '../../../planner/stats/simple.ts';
import { expectNear } from '../near.ts';

/** AR(1) of mean 0, innovations of variance 1: the mean of n values has variance 1 / ((1 - φ)² n) for large n. */
const autoregressive = (length: number, phi: number, seed: number): number[] => {
  const normal = normalSampler(createRandom(seed));
  let state = normal() / Math.sqrt(1 - phi * phi);
  return Array.from({ length }, () => {
    state = phi * state + normal();
    return state;
  });
};

describe('meanInterval', () => {
  it('is Student’s: 2 ± 4.303 / sqrt(3) for 1, 2, 3', () => {
    const interval = meanInterval([1, 2, 3], 0.95);
    if (!isInterval(interval)) throw new Error('no interval');
    // scipy: t.interval(.95, 2, 2, 1 / sqrt(3))
    expectNear(interval.low, -0.48413771, 1e-7);
    expectNear(interval.high, 4.48413771, 1e-7);
    expect(interval.mid).toBe(2);
  });

  it('refuses a single value', () => {
    expect(meanInterval([5], 0.95)).toMatchObject({
      kind: 'notEnoughData',
      what: 'values',
      need: 2,
      have: 1,
    });
  });

  it('covers the mean in 95 of 100 samples of 4', () => {
    const normal = normalSampler(createRandom(11));
    let covered = 0;
    for (let i = 0; i < 2000; i++) {
      const interval = meanInterval([normal(), normal(), normal(), normal()], 0.95);
      if (isInterval(interval) && interval.low <= 0 && interval.high >= 0) covered++;
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(0.02);
  });
});

describe('blockBootstrap', () => {
  const bootstrap = (series: readonly number[], blockLength: number, seed: number) =>
    blockBootstrap({
      length: series.length,
      statistic: (indices) => meanOfValues(indices.map((t) => series[t]!)),
      blockLength,
      replications: 199,
      confidence: 0.95,
      random: createRandom(seed),
    });

  it('covers the mean of a dependent series, where blocks of one do not', () => {
    let [blocks, single] = [0, 0];
    for (let seed = 1; seed <= 80; seed++) {
      const series = autoregressive(600, 0.8, seed);
      for (const [length, hit] of [
        [40, () => blocks++],
        [1, () => single++],
      ] as const) {
        const interval = bootstrap(series, length, seed);
        if (isInterval(interval) && interval.low <= 0 && interval.high >= 0) hit();
      }
    }
    expect(blocks / 80).toBeGreaterThan(0.86);
    expect(single / 80).toBeLessThan(0.6);
  });

  it('gives the same interval for the same seed', () => {
    const series = autoregressive(200, 0.5, 1);
    expect(bootstrap(series, 10, 7)).toEqual(bootstrap(series, 10, 7));
    expect(bootstrap(series, 10, 7)).not.toEqual(bootstrap(series, 10, 8));
  });

  it('draws every index equally often', () => {
    const seen = new Array<number>(50).fill(0);
    blockBootstrap({
      length: 50,
      statistic: (indices) => {
        for (const t of indices) seen[t]! += 1;
        return 0;
      },
      blockLength: 10,
      replications: 4000,
      confidence: 0.9,
      random: createRandom(5),
    });
    for (const count of seen) expect(Math.abs(count / 4001 - 1)).toBeLessThan(0.25);
  });

  it('refuses a series of few blocks and a statistic that mostly fails', () => {
    expect(bootstrap([1, 2, 3, 4], 1, 1)).toMatchObject({ kind: 'notEnoughData' });
    const failing = blockBootstrap({
      length: 100,
      statistic: () => undefined,
      blockLength: 5,
      replications: 99,
      confidence: 0.95,
      random: createRandom(1),
    });
    expect(failing).toMatchObject({ kind: 'notEnoughData' });
  });
});
