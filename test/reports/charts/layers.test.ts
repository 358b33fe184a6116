import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstSecondBars } from '../../../reports/charts/downsample.ts';
import { stack, stepPoints } from '../../../reports/charts/layers.ts';

type Corner = { x: number; low: number | null; high: number | null };

const cornersOf = (parts: readonly (readonly number[])[]): Corner[][] => {
  const bars = worstSecondBars(parts[0]!);
  return stack(
    bars,
    parts.map((perSecond) => ({ perSecond, colour: 'blue' })),
  ).map((layer) => (layer.data as { values: Corner[] }).values);
};

/** The value that a staircase shows in a second: that of the last corner not after it. */
const shownAt = <Point extends { x: number }>(points: readonly Point[], second: number): Point | undefined =>
  points.findLast(({ x }) => x <= second);

describe('stepPoints', () => {
  it('has a corner where the value changes, and ends every run at the end of its last second', () => {
    expect(stepPoints([3, 3, null, 5])).toEqual([
      { x: 0, y: 3 },
      { x: 2, y: 3 },
      { x: 2, y: null },
      { x: 3, y: 5 },
      { x: 4, y: 5 },
      { x: 4, y: null },
    ]);
  });

  it('draws nothing of a series without values', () => {
    expect(stepPoints([null, null])).toEqual([]);
    expect(stepPoints([])).toEqual([]);
  });

  it('shows in every second the value of that second, or nothing where there is none', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(5)), { maxLength: 200 }), (values) => {
        const points = stepPoints(values);
        values.forEach((value, second) => {
          expect(shownAt(points, second)?.y ?? null).toBe(value);
        });
      }),
    );
  });
});

describe('stack', () => {
  it('puts each part on top of those before it', () => {
    expect(cornersOf([[2], [3]])).toEqual([
      [
        { x: 0, low: 0, high: 2 },
        { x: 1, low: 0, high: 2 },
        { x: 1, low: null, high: null },
      ],
      [
        { x: 0, low: 2, high: 5 },
        { x: 1, low: 2, high: 5 },
        { x: 1, low: null, high: null },
      ],
    ]);
  });

  it('shows in every second the count of that second, as its thickness', () => {
    const counts = fc.nat(3);
    const columns = fc.array(fc.tuple(counts, counts, counts), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(columns, (rows) => {
        const parts = [0, 1, 2].map((part) => rows.map((row) => row[part]!));
        for (const [part, corners] of cornersOf(parts).entries()) {
          rows.forEach((row, second) => {
            const shown = shownAt(corners, second);
            expect((shown?.high ?? 0) - (shown?.low ?? 0)).toBe(row[part]);
          });
        }
      }),
    );
  });
});
