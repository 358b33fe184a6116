import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareArrivals } from '../../../load/plan/share-arrivals.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('shareArrivals', () => {
  it('gives all to one endpoint', () => {
    expect(shareArrivals([3, 0, 2], [1], 1)).toEqual([[3, 0, 2]]);
  });

  it('adds up to the plan in every second, whatever the shares', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (perSecond, weights, seed) => {
          const shares = weights.map((weight) => weight / sum(weights));
          const counts = shareArrivals(perSecond, shares, seed);
          expect(counts).toHaveLength(shares.length);
          perSecond.forEach((arrivals, second) => {
            expect(sum(counts.map((of) => of[second]!))).toBe(arrivals);
          });
        },
      ),
    );
  });

  it('draws each arrival by the shares: counts are binomial', () => {
    const perSecond = new Array<number>(4000).fill(20);
    const [first] = shareArrivals(perSecond, [0.3, 0.7], 1);
    const mean = sum(first!) / first!.length;
    const variance = sum(first!.map((n) => (n - mean) ** 2)) / first!.length;
    // Binomial(20, 0.3): mean 6, variance 4.2; standard errors of 4,000 draws 0.032 and 0.094.
    expect(Math.abs(mean - 6)).toBeLessThan(4 * 0.033);
    expect(Math.abs(variance - 4.2)).toBeLessThan(4 * 0.094);
  });

  it('draws by the seed, each second by itself', () => {
    const perSecond = new Array<number>(50).fill(9);
    const counts = shareArrivals(perSecond, [0.5, 0.5], 1);
    expect(shareArrivals(perSecond, [0.5, 0.5], 1)).toEqual(counts);
    expect(shareArrivals(perSecond, [0.5, 0.5], 2)).not.toEqual(counts);
    const shorter = shareArrivals(perSecond.slice(0, 10), [0.5, 0.5], 1);
    expect(counts.map((of) => of.slice(0, 10))).toEqual(shorter);
  });
});
