import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../../planner/stats/sum.ts';
import { shareOf } from '../../../runs/schema/load/runner-share.ts';

const plans = fc.array(fc.nat(400), { minLength: 1, maxLength: 60 });
const counts = fc.integer({ min: 1, max: 50 });

const sharesOf = (perSecond: readonly number[], count: number): number[][] =>
  Array.from({ length: count }, (_, index) => shareOf(perSecond, { index, count }));

describe('the shares of all runners', () => {
  it('add up to the plan, second by second', () => {
    fc.assert(
      fc.property(plans, counts, (perSecond, count) => {
        const shares = sharesOf(perSecond, count);
        const sums = perSecond.map((_, second) => sumOf(shares.map((share) => share[second]!)));
        expect(sums).toEqual(perSecond);
      }),
    );
  });

  it('differ by one arrival at most, in each second and in all', () => {
    fc.assert(
      fc.property(plans, counts, (perSecond, count) => {
        const shares = sharesOf(perSecond, count);
        const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
        for (const second of perSecond.keys())
          expect(spread(shares.map((share) => share[second]!))).toBeLessThanOrEqual(1);
        expect(spread(shares.map(sumOf))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('hold the arrivals whose number leaves the index', () => {
    expect(sharesOf([3, 0, 2], 2)).toEqual([
      [2, 0, 1],
      [1, 0, 1],
    ]);
  });
});
