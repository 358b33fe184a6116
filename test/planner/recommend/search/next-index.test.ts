import { assert, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextIndex, type Seen } from '../../../../planner/recommend/search/next-index.ts';

type Asked = { readonly length: number; readonly from: number; readonly strainAt: (at: number) => number };

/** Looks until it is known where a row turns: the first index that passes, and the looks that it took. */
const edgeBy = ({ length, from, strainAt }: Asked): { readonly passed: number; readonly looks: number[] } => {
  const seen: Seen[] = [];
  let [failed, passed, at] = [-1, length, from];
  while (passed - failed > 1) {
    seen.push({ at, strain: strainAt(at) });
    if (strainAt(at) > 1) failed = at;
    else passed = at;
    at = nextIndex({ length, failed, passed, longestStep: 16 }, seen);
  }
  return { passed, looks: seen.map((look) => look.at) };
};

/** Strain that falls by the same factor from each index to the next. */
const fallingTo =
  (edge: number, factor: number) =>
  (at: number): number =>
    factor ** (at - edge + 0.5);

describe('where to look next in a row', () => {
  const rows = record({
    length: integer({ min: 1, max: 120 }),
    edge: integer({ min: 0, max: 120 }),
    from: integer({ min: 0, max: 119 }),
    factor: double({ min: 0.3, max: 0.999, noNaN: true }),
  });

  it('ends at the first index that passes, and looks at none twice', () => {
    assert(
      property(rows, ({ length, edge, from, factor }) => {
        const strainAt = fallingTo(Math.min(edge, length), factor);
        const { passed, looks } = edgeBy({ length, from: Math.min(from, length - 1), strainAt });
        expect(passed).toBe(Math.min(edge, length));
        expect(new Set(looks).size).toBe(looks.length);
        expect(looks.length).toBeLessThan(20);
      }),
    );
  });

  it('finds an edge that is far away in a few looks, where halves would take twice as many', () => {
    const { passed, looks } = edgeBy({ length: 120, from: 100, strainAt: fallingTo(47, 0.98) });
    expect(passed).toBe(47);
    expect(looks.length).toBeLessThanOrEqual(6);
  });

  it('takes halves where the strain is no straight line', () => {
    const cliff = (at: number): number => (at < 60 ? 30 : 0.9);
    const { passed, looks } = edgeBy({ length: 120, from: 10, strainAt: cliff });
    expect(passed).toBe(60);
    expect(looks.length).toBeLessThan(15);
  });

  it('goes straight to the end of a row in which all is the same', () => {
    const { passed, looks } = edgeBy({ length: 60, from: 40, strainAt: () => 0.5 });
    expect(passed).toBe(0);
    expect(looks.length).toBeLessThanOrEqual(5);
  });
});
