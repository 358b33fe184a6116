import { describe, expect, it } from 'vitest';
import { createSampler } from '../../../planner/stats/distributions.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import { normalQuantile } from '../../../planner/stats/normal.ts';
import { quantileInterval } from '../../../planner/stats/quantile-interval.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { emptySketch, sketchOf } from '../../../planner/stats/sketch.ts';

const service = { kind: 'lognormal', meanMs: 100, scv: 1 } as const;

describe('quantileInterval', () => {
  it.each([
    [0.5, 100],
    [0.95, 400],
    [0.99, 1500],
  ])('covers the true p%d of %i lognormal values in about 95 of 100 samples', (share, count) => {
    const truth = (100 / Math.SQRT2) * Math.exp(Math.sqrt(Math.LN2) * normalQuantile(share));
    let covered = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const draw = createSampler(service, createRandom(seed));
      const interval = quantileInterval(sketchOf(Array.from({ length: count }, draw)), share, {
        confidence: 0.95,
      });
      if (isInterval(interval) && interval.low <= truth && truth <= interval.high) covered++;
    }
    expect(covered / 200).toBeGreaterThanOrEqual(0.93);
  });

  // Hahn & Meeker's rule by hand: of 10 values the median lies between the 2nd and the 9th with
  // 1 - 2 (1 + 10) / 1024 = 97.9 %.
  it('takes the order statistics that the binomial distribution gives', () => {
    const values = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
    const interval = quantileInterval(sketchOf(values), 0.5, { confidence: 0.95 });
    if (!isInterval(interval)) throw new Error('no interval');
    const bucket = 2 ** (1 / 64);
    expect(interval.low).toBeGreaterThanOrEqual(2 / bucket);
    expect(interval.low).toBeLessThanOrEqual(2);
    expect(interval.high).toBeGreaterThanOrEqual(256);
    expect(interval.high).toBeLessThanOrEqual(256 * bucket);
  });

  it('widens when values count for less', () => {
    const draw = createSampler(service, createRandom(4));
    const sketch = sketchOf(Array.from({ length: 2000 }, draw));
    const widths = [2000, 500, 150].map((effectiveSize) => {
      const interval = quantileInterval(sketch, 0.95, { confidence: 0.95, effectiveSize });
      if (!isInterval(interval)) throw new Error('no interval');
      return interval.high - interval.low;
    });
    expect(widths[1]!).toBeGreaterThan(widths[0]!);
    expect(widths[2]!).toBeGreaterThan(widths[1]!);
  });

  it('refuses p99 of few values: 368 can leave it above them all with 2.5 %, 367 with more', () => {
    const values = (count: number) => sketchOf(Array.from({ length: count }, (_, i) => i + 1));
    // .99^367 > .025 >= .99^368
    expect(quantileInterval(values(367), 0.99, { confidence: 0.95 })).toMatchObject({
      kind: 'notEnoughData',
    });
    expect(isInterval(quantileInterval(values(368), 0.99, { confidence: 0.95 }))).toBe(true);
    expect(quantileInterval(emptySketch, 0.5, { confidence: 0.95 })).toMatchObject({
      kind: 'notEnoughData',
      what: 'valuesAroundQuantile',
    });
  });

  it('is a point where all values are equal', () => {
    const interval = quantileInterval(sketchOf(new Array<number>(50).fill(20)), 0.5, { confidence: 0.95 });
    expect(interval).toEqual({ low: 20, mid: 20, high: 20, confidence: 0.95 });
    const zeros = quantileInterval(sketchOf(new Array<number>(50).fill(0)), 0.5, { confidence: 0.95 });
    expect(zeros).toMatchObject({ low: 0, mid: 0, high: 0 });
  });
});
