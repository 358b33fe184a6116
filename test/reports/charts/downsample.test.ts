import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPoints, minMaxIndices, worstSecondBars } from '../../../reports/charts/downsample.ts';

const gappy = fc.array(fc.option(fc.integer({ min: 0, max: 1000 })), { maxLength: 3000 });
const limit = fc.integer({ min: 2, max: 700 });

describe('minMaxIndices', () => {
  it('keeps every second of a short series', () => {
    expect(minMaxIndices([1, 9, 2, 3, 0, 4], 6)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('keeps smallest and largest of each bucket, in order of time', () => {
    expect(minMaxIndices([1, 9, 2, 3, 0, 4], 4)).toEqual([0, 1, 4, 5]);
  });

  it('keeps a spike of one second, at its height and in its second', () => {
    const values = new Array<number>(7200).fill(3);
    values[4321] = 90;
    const kept = minMaxIndices(values);
    expect(kept).toContain(4321);
    expect(kept.length).toBeLessThanOrEqual(maxPoints);
  });

  it('never loses the extremes and never exceeds the limit', () => {
    fc.assert(
      fc.property(gappy, limit, (values, most) => {
        const kept = minMaxIndices(values, most);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 0));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        const known = values.filter((value) => value !== null);
        const shown = kept.map((i) => values[i] ?? null).filter((value) => value !== null);
        expect(Math.max(...shown)).toBe(Math.max(...known));
        expect(Math.min(...shown)).toBe(Math.min(...known));
      }),
    );
  });

  it('keeps a gap a gap', () => {
    const values = [...new Array<number>(10).fill(1), ...new Array<null>(10).fill(null)];
    expect(minMaxIndices(values, 4)).toEqual([0, 10]);
  });
});

describe('worstSecondBars', () => {
  it('shows every second of a short run', () => {
    expect(worstSecondBars([0, 5])).toEqual([
      { fromSecond: 0, toSecond: 1, shownSecond: 0 },
      { fromSecond: 1, toSecond: 2, shownSecond: 1 },
    ]);
  });

  it('shows of each stretch the second with most failures, and leaves no second out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 2000 }), limit, (failures, most) => {
        const bars = worstSecondBars(failures, most);
        expect(bars.length).toBeLessThanOrEqual(most);
        expect(bars[0]!.fromSecond).toBe(0);
        expect(bars.at(-1)!.toSecond).toBe(failures.length);
        for (const [i, { fromSecond, toSecond, shownSecond }] of bars.entries()) {
          expect(fromSecond).toBe(bars[i - 1]?.toSecond ?? 0);
          expect(failures[shownSecond]).toBe(Math.max(...failures.slice(fromSecond, toSecond)));
        }
      }),
    );
  });
});
