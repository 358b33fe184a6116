import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepPoints } from '../../../reports/charts/layers.ts';

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
