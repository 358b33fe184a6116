import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePoints } from '../../../planner/stats/change-points.ts';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';

/** Cost of a segmentation by its definition. */
const costOf = (values: readonly number[], changes: readonly number[], penalty: number): number => {
  const ends = [...changes, values.length];
  return ends.reduce((sum, end, i) => {
    const part = values.slice(ends[i - 1] ?? 0, end);
    const mean = part.reduce((total, value) => total + value, 0) / part.length;
    return sum + part.reduce((total, value) => total + (value - mean) ** 2, 0) + (i > 0 ? penalty : 0);
  }, 0);
};

/** All segmentations with parts of at least minLength. */
const segmentations = function* (from: number, length: number, minLength: number): Generator<number[]> {
  yield [];
  for (let at = from + minLength; at <= length - minLength; at++)
    for (const rest of segmentations(at, length, minLength)) yield [at, ...rest];
};

describe('changePoints', () => {
  it('finds a clean step, and none in a constant', () => {
    expect(changePoints([1, 1, 1, 9, 9, 9], { minLength: 2 })).toEqual([3]);
    expect(changePoints(new Array<number>(40).fill(0.1), { minLength: 2 })).toEqual([]);
    expect(changePoints([], { minLength: 2 })).toEqual([]);
    expect(changePoints([1, 9], { minLength: 2 })).toEqual([]);
  });

  it('finds start and end of a noisy spike to a second or two', () => {
    const normal = normalSampler(createRandom(1));
    const series = Array.from({ length: 300 }, (_, t) => (t >= 100 && t < 160 ? 8 : 2) + normal());
    const found = changePoints(series, { minLength: 5 });
    expect(found).toHaveLength(2);
    expect(Math.abs(found[0]! - 100)).toBeLessThanOrEqual(2);
    expect(Math.abs(found[1]! - 160)).toBeLessThanOrEqual(2);
  });

  it('finds a burst among counts that are mostly zero', () => {
    const series = Array.from({ length: 200 }, (_, t) => (t >= 60 && t < 90 ? 20 + (t % 5) : 0));
    expect(changePoints(series, { minLength: 5 })).toEqual([60, 90]);
  });

  it('sees changes in pure noise in less than one series of ten', () => {
    let changed = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const normal = normalSampler(createRandom(seed));
      if (changePoints(Array.from({ length: 200 }, normal), { minLength: 5 }).length > 0) changed++;
    }
    expect(changed).toBeLessThan(10);
  });

  it('is optimal: no segmentation costs less, by trying them all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 13 }),
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0.5, max: 30, noNaN: true }),
        (values, minLength, penalty) => {
          const found = changePoints(values, { minLength, penalty });
          const best = Math.min(
            ...[...segmentations(0, values.length, minLength)].map((changes) =>
              costOf(values, changes, penalty),
            ),
          );
          expect(costOf(values, found, penalty)).toBeLessThanOrEqual(best + 1e-9);
          const ends = [0, ...found, values.length];
          if (found.length > 0)
            for (let i = 1; i < ends.length; i++)
              expect(ends[i]! - ends[i - 1]!).toBeGreaterThanOrEqual(minLength);
        },
      ),
      { numRuns: 200 },
    );
  });
});
