import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  downscale,
  emptySketch,
  finestScale,
  meanOf,
  mergeSketches,
  quantileOf,
  sketchOf,
  squaredDeviations,
} from '../../../planner/stats/sketch.ts';

// Whole numbers, so that sums are exact in any order.
const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.constant(64)), { maxLength: 60 });
const scale = fc.integer({ min: -2, max: finestScale });
const sketch = fc
  .tuple(values, scale)
  .map(([list, at]) => (list.length === 0 ? emptySketch : sketchOf(list, at)));

const nearestRank = (list: readonly number[], share: number): number => {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * list.length - 1e-9) - 1)]!;
};

describe('mergeSketches', () => {
  it('is commutative and associative, with the empty sketch as zero', () => {
    fc.assert(
      fc.property(sketch, sketch, sketch, (a, b, c) => {
        expect(mergeSketches(a, b)).toEqual(mergeSketches(b, a));
        expect(mergeSketches(mergeSketches(a, b), c)).toEqual(mergeSketches(a, mergeSketches(b, c)));
        expect(mergeSketches(a, emptySketch)).toEqual(a);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the sketch of both lists', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        fc.pre(a.length > 0 || b.length > 0);
        expect(mergeSketches(sketchOf(a), sketchOf(b))).toEqual(sketchOf([...a, ...b]));
      }),
    );
  });

  it('takes the coarser of two scales', () => {
    const merged = mergeSketches(sketchOf([1, 500], 6), sketchOf([70], 3));
    expect(merged).toEqual(sketchOf([1, 500, 70], 3));
  });
});

describe('downscale', () => {
  it('gives the sketch that the coarser scale would have made', () => {
    const positive = fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(positive, scale, scale, (list, a, b) => {
        const [fine, coarse] = [Math.max(a, b), Math.min(a, b)];
        expect(downscale(sketchOf(list, fine), coarse)).toEqual(sketchOf(list, coarse));
      }),
    );
  });

  it('leaves a sketch alone that is as coarse already', () => {
    const coarse = sketchOf([5, 9], 2);
    expect(downscale(coarse, 4)).toBe(coarse);
  });
});

describe('quantileOf', () => {
  it('is within half a bucket of the exact nearest rank', () => {
    const positive = fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(positive, scale, fc.double({ min: 0, max: 1, noNaN: true }), (list, at, share) => {
        const exact = nearestRank(list, share);
        const estimate = quantileOf(sketchOf(list, at), share)!;
        const bound = 2 ** (2 ** -(at + 1)) - 1;
        expect(Math.abs(estimate - exact) / exact).toBeLessThanOrEqual(bound + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('is 0.55 % off at most at the finest scale', () => {
    const list = Array.from({ length: 5000 }, (_, i) => 1.002 ** i);
    for (let share = 0.01; share < 1; share += 0.01) {
      const exact = nearestRank(list, share);
      expect(Math.abs(quantileOf(sketchOf(list), share)! / exact - 1)).toBeLessThan(0.0055);
    }
  });

  it('counts zeros, is exact for one value, and knows nothing of an empty sketch', () => {
    expect(quantileOf(sketchOf([0, 0, 0, 8]), 0.75)).toBe(0);
    expect(quantileOf(sketchOf([0, 0, 0, 8]), 0.76)).toBe(8);
    expect(quantileOf(sketchOf([10, 10, 10, 10]), 0.99)).toBe(10);
    expect(quantileOf(emptySketch, 0.5)).toBeUndefined();
  });

  it('never falls as the share rises', () => {
    fc.assert(
      fc.property(sketch, (one) => {
        fc.pre(one.count > 0);
        const quantiles = [0, 0.1, 0.5, 0.9, 0.99, 1].map((share) => quantileOf(one, share)!);
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('meanOf', () => {
  it('is exact, whatever the scale', () => {
    expect(meanOf(sketchOf([100, 200, 600], 0))).toBe(300);
    expect(meanOf(emptySketch)).toBeUndefined();
    expect(sketchOf([100, 200, 300]).max).toBe(300);
  });
});

describe('squaredDeviations', () => {
  it('is 0 for equal values, wherever in their bucket they lie', () => {
    for (const value of [0, 64, 100, 101, 2900])
      expect(squaredDeviations(sketchOf([value, value, value]))).toBeCloseTo(0, 12);
  });

  it('is that of the values, but for the width of a bucket', () => {
    const list = [1000, 1200, 1400, 3000];
    const mean = 1650;
    const exact = list.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(squaredDeviations(sketchOf(list)) / exact).toBeCloseTo(1, 1);
    expect(squaredDeviations(sketchOf([0, 0, 1000])) / ((2 * 1000 ** 2) / 3)).toBeCloseTo(1, 1);
  });
});
