import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawArrivals } from '../../../load/plan/draw-arrivals.ts';

const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
const rates = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 });
const seeds = fc.nat(1000);
const kinds = fc.constantFrom('random' as const, 'even' as const, { dispersion: 5 });

/** Index of dispersion of sums over windows: variance over mean, with its standard error for Poisson counts. */
const dispersionOf = (counts: readonly number[], windowSeconds: number) => {
  const sums = Array.from({ length: Math.floor(counts.length / windowSeconds) }, (_, i) =>
    sum(counts.slice(i * windowSeconds, (i + 1) * windowSeconds)),
  );
  const mean = sum(sums) / sums.length;
  const variance = sum(sums.map((n) => (n - mean) ** 2)) / (sums.length - 1);
  return { index: variance / mean, standardError: Math.sqrt(2 / (sums.length - 1)) };
};

describe('a drawn plan', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(rates, kinds, seeds, (perSecond, kind, seed) => {
        expect(drawArrivals(perSecond, kind, seed)).toEqual(drawArrivals(perSecond, kind, seed));
      }),
    );
    const flat = new Array<number>(60).fill(20);
    expect(drawArrivals(flat, 'random', 1)).not.toEqual(drawArrivals(flat, 'random', 2));
  });

  it('keeps its earlier seconds when the load grows longer', () => {
    fc.assert(
      fc.property(rates, kinds, seeds, (perSecond, kind, seed) => {
        const longer = drawArrivals([...perSecond, 7, 8], kind, seed);
        expect(longer.slice(0, perSecond.length)).toEqual(drawArrivals(perSecond, kind, seed));
      }),
    );
  });

  it('has no arrival in a second without a rate, and the intended total where it is even', () => {
    fc.assert(
      fc.property(rates, kinds, seeds, (perSecond, kind, seed) => {
        const counts = drawArrivals([...perSecond, 0], kind, seed);
        if (kind !== 'even') expect(counts.at(-1)).toBe(0);
        else expect(Math.abs(sum(counts) - sum(perSecond))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  it('spreads evenly drawn fractions', () => {
    expect(drawArrivals([2.5, 2.5], 'even', 1)).toEqual([3, 2]);
  });
});

const hour = new Array<number>(3600).fill(40);

describe('an hour at 40/s', () => {
  it.each([1, 5, 30])('of random arrivals is dispersed as a Poisson process over %s s', (windowSeconds) => {
    const { index, standardError } = dispersionOf(drawArrivals(hour, 'random', 7), windowSeconds);
    expect(Math.abs(index - 1)).toBeLessThan(3 * standardError);
  });

  it('of random arrivals has the intended mean within 3 standard errors', () => {
    const total = sum(drawArrivals(hour, 'random', 7));
    expect(Math.abs(total - 144_000)).toBeLessThan(3 * Math.sqrt(144_000));
  });

  it('of bursts has the dispersion that was asked for', () => {
    const { index } = dispersionOf(drawArrivals(hour, { dispersion: 8 }, 7), 1);
    expect(index).toBeGreaterThan(7);
    expect(index).toBeLessThan(9);
  });
});
