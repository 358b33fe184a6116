import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeier, valuesOf } from '../../../planner/stats/kaplan-meier.ts';

describe('the product limit', () => {
  it('gives the survival of the leukemia trial (Freireich et al. 1963, 6-MP arm)', () => {
    const seen = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    const { masses } = kaplanMeier(seen, censored);
    const survivalAfter = (value: number): number =>
      1 - masses.filter((mass) => mass.value <= value).reduce((sum, { share }) => sum + share, 0);
    // The textbook's table (Kleinbaum & Klein, Survival Analysis, chapter 2).
    expect(survivalAfter(6)).toBeCloseTo(0.857, 3);
    expect(survivalAfter(7)).toBeCloseTo(0.807, 3);
    expect(survivalAfter(10)).toBeCloseTo(0.753, 3);
    expect(survivalAfter(13)).toBeCloseTo(0.69, 3);
    expect(survivalAfter(16)).toBeCloseTo(0.627, 3);
    expect(survivalAfter(22)).toBeCloseTo(0.538, 3);
    expect(survivalAfter(23)).toBeCloseTo(0.448, 3);
  });

  it('is the sample itself where nothing is censored', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, (seen) => {
        const sorted = [...seen].sort((a, b) => a - b);
        expect(valuesOf(kaplanMeier(seen, []).masses, seen.length)).toEqual(sorted);
      }),
    );
  });

  it('leaves open what was never seen to end', () => {
    expect(kaplanMeier([1, 2], [3]).left).toBeCloseTo(1 / 3, 12);
    expect(kaplanMeier([1, 3], [2]).left).toBe(0);
  });

  it('adds up to 1 whatever is censored', () => {
    const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, values, (seen, censored) => {
        const { masses, left } = kaplanMeier(seen, censored);
        expect(masses.reduce((sum, { share }) => sum + share, left)).toBeCloseTo(1, 9);
      }),
    );
  });
});
