import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArrivals } from '../../../planner/simulate/arrivals.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import type { Arrivals } from '../../../runs/schema/model/arrivals.ts';

const times = (arrivals: Arrivals, durationSeconds: number, seed = 1): number[] => {
  const { seconds, count } = createArrivals(arrivals, durationSeconds, createRandom(seed));
  expect(seconds[count]).toBe(Number.POSITIVE_INFINITY);
  return [...seconds.subarray(0, count)];
};

const steps = [
  { atSecond: 0, rate: 50 },
  { atSecond: 10, rate: 0 },
  { atSecond: 20.5, rate: 200 },
];

const anyArrivals = fc.oneof(
  fc.record({
    kind: fc.constantFrom('poisson' as const, 'even' as const),
    ratePerSecond: fc
      .array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 })
      .map((rates) => rates.map((rate, i) => ({ atSecond: 4 * i, rate }))),
  }),
  fc.record({
    kind: fc.constant('counts' as const),
    perSecond: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('timestamps' as const),
    seconds: fc.array(fc.double({ min: 0, max: 19.9, noNaN: true }), { minLength: 1, maxLength: 30 }),
  }),
);

describe('arrivals', () => {
  it('ascend inside the duration, the same for the same seed', () => {
    fc.assert(
      fc.property(anyArrivals, fc.integer(), (arrivals, seed) => {
        const found = times(arrivals, 20, seed);
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(found.every((second) => second >= 0 && second < 20)).toBe(true);
        expect(times(arrivals, 20, seed)).toEqual(found);
      }),
    );
  });

  it('of a Poisson process have the mean and the variance of each stretch', () => {
    const counts = Array.from({ length: 2000 }, (_, seed) => {
      const found = times({ kind: 'poisson', ratePerSecond: steps }, 21.5, seed);
      return [10, 20.5, 21.5].map(
        (end, i, ends) => found.filter((s) => s >= (ends[i - 1] ?? 0) && s < end).length,
      );
    });
    [500, 0, 200].forEach((mean, stretch) => {
      const found = counts.map((row) => row[stretch]!);
      const average = found.reduce((sum, n) => sum + n, 0) / found.length;
      const variance = found.reduce((sum, n) => sum + (n - average) ** 2, 0) / found.length;
      expect(Math.abs(average - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean / 2000));
      expect(Math.abs(variance - mean)).toBeLessThanOrEqual(4 * mean * Math.sqrt(2 / 2000));
    });
  });

  it('of a Poisson process come closer with a higher rate, on the same draws', () => {
    const at = (rate: number) => times({ kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate }] }, 10);
    const slow = at(30);
    at(60)
      .slice(0, slow.length)
      .forEach((second, i) => {
        expect(second).toBeCloseTo(slow[i]! / 2, 9);
      });
  });

  it.each([2, 5])(
    'of a bursty process have the asked variance / mean of the counts, around the same rate: %i',
    (dispersion) => {
      const seconds = 4000;
      const ratePerSecond = [{ atSecond: 0, rate: 20 }];
      const counts = new Array<number>(seconds).fill(0);
      for (const second of times({ kind: 'poisson', ratePerSecond, dispersion }, seconds))
        counts[Math.floor(second)]!++;
      const mean = counts.reduce((sum, n) => sum + n, 0) / seconds;
      const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / seconds;
      expect(Math.abs(mean - 20)).toBeLessThan(4 * Math.sqrt((20 * dispersion) / seconds));
      expect(variance / mean / dispersion).toBeGreaterThan(0.9);
      expect(variance / mean / dispersion).toBeLessThan(1.1);
    },
  );

  it('of a bursty process keep their other seconds where the rate of one is raised', () => {
    const countsOf = (rate: number): number[] => {
      const ratePerSecond = [
        { atSecond: 0, rate: 20 },
        { atSecond: 10, rate },
        { atSecond: 11, rate: 20 },
      ];
      const found = times({ kind: 'poisson', ratePerSecond, dispersion: 3 }, 20);
      return Array.from(
        { length: 10 },
        (_, second) => found.filter((at) => Math.floor(at) === second).length,
      );
    };
    expect(countsOf(60)).toEqual(countsOf(20));
  });

  it('that are even start at once and keep their spacing over a change of rate', () => {
    const ratePerSecond = [
      { atSecond: 0, rate: 2 },
      { atSecond: 1.25, rate: 4 },
    ];
    expect(times({ kind: 'even', ratePerSecond }, 2)).toEqual([0, 0.5, 1, 1.375, 1.625, 1.875]);
  });

  it('given as counts fall evenly over their second', () => {
    const found = times({ kind: 'counts', perSecond: [0, 100_000, 3] }, 3);
    expect(found.length).toBe(100_003);
    const tenths = Array.from(
      { length: 10 },
      (_, i) => found.filter((s) => Math.floor(10 * (s - 1)) === i).length,
    );
    expect(found.filter((s) => s >= 2).length).toBe(3);
    for (const n of tenths) expect(Math.abs(n - 10_000)).toBeLessThan(4 * Math.sqrt(9000));
  });

  it('given as timestamps are sorted', () => {
    expect(times({ kind: 'timestamps', seconds: [3, 0.5, 2] }, 4)).toEqual([0.5, 2, 3]);
  });
});
