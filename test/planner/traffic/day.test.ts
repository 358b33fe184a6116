import { array, assert, double, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardestRises, levelsOf, windowAround } from '../../../planner/traffic/day.ts';
import { expectedRequests } from '../../../runs/schema/model/expected-requests.ts';
import { hoursOf } from '../recommend/builders.ts';

const anyDay = uniqueArray(integer({ min: 1, max: 86_399 }), { maxLength: 60 }).chain((seconds) =>
  array(double({ min: 0, max: 100, noNaN: true }), {
    minLength: seconds.length + 1,
    maxLength: seconds.length + 1,
  }).map((rates) =>
    [0, ...seconds.toSorted((a, b) => a - b)].map((atSecond, i) => ({ atSecond, rate: rates[i]! })),
  ),
);

const rise = (atSecond: number, fromRatePerSecond: number, toRatePerSecond: number) => ({
  atSecond,
  fromRatePerSecond,
  toRatePerSecond,
});

describe('the hardest rises of a day', () => {
  it('are the one to the highest level, then the steepest others', () => {
    expect(hardestRises(hoursOf([2, 10, 30, 33, 4, 8]))).toEqual([
      rise(10_800, 30, 33),
      rise(7200, 10, 30),
      rise(3600, 2, 10),
      rise(18_000, 4, 8),
    ]);
  });

  it('put those last that another surpasses, and leave out what is too many', () => {
    const rises = hardestRises(hoursOf([1, 20, 10, 18, 9, 12, 8, 30, 1, 2]));
    expect(rises).toEqual([
      rise(7 * 3600, 8, 30),
      rise(3600, 1, 20),
      rise(3 * 3600, 10, 18),
      rise(5 * 3600, 9, 12),
    ]);
  });

  it('see a rise at midnight from the last level of the day', () => {
    expect(hardestRises(hoursOf([20, 3]))).toEqual([rise(0, 3, 20)]);
  });

  it('take steps together that follow each other within minutes', () => {
    const steps = [
      { atSecond: 0, rate: 2 },
      { atSecond: 600, rate: 8 },
      { atSecond: 700, rate: 20 },
    ];
    expect(hardestRises(steps)[0]).toEqual(rise(600, 2, 20));
  });

  it('are one moment of a day that never rises', () => {
    expect(hardestRises(hoursOf([7, 7, 7]))).toEqual([rise(0, 7, 7)]);
  });

  it('always reach the highest level', () => {
    assert(
      property(anyDay, (steps) => {
        const [first] = hardestRises(steps);
        expect(first!.toRatePerSecond).toBe(Math.max(...steps.map(({ rate }) => rate)));
      }),
    );
  });
});

describe('the window around a rise', () => {
  it('has a minute before it and four after it, past the warm-up', () => {
    const steps = hoursOf([2, 10, 30]);
    expect(windowAround(steps, rise(3600, 2, 10), { warmupSeconds: 120 })).toEqual({
      kind: 'rate',
      durationSeconds: 420,
      steps: [
        { atSecond: 0, rate: 2 },
        { atSecond: 180, rate: 10 },
      ],
    });
  });

  it('reaches over midnight on both sides', () => {
    const steps = [
      { atSecond: 0, rate: 20 },
      { atSecond: 100, rate: 5 },
      { atSecond: 86_390, rate: 9 },
    ];
    expect(windowAround(steps, rise(86_390, 5, 20), { warmupSeconds: 0 }).steps).toEqual([
      { atSecond: 0, rate: 5 },
      { atSecond: 60, rate: 9 },
      { atSecond: 70, rate: 20 },
      { atSecond: 170, rate: 5 },
    ]);
  });
});

describe('the levels of a day', () => {
  it('are weighted by their time', () => {
    const steps = [
      { atSecond: 0, rate: 2 },
      { atSecond: 21_600, rate: 9 },
      { atSecond: 43_200, rate: 2 },
    ];
    expect(levelsOf(steps)).toEqual([
      { ratePerSecond: 2, share: 0.75 },
      { ratePerSecond: 9, share: 0.25 },
    ]);
  });

  it('are eight at most, ascending, and keep the time and the requests of the day', () => {
    assert(
      property(anyDay, (steps) => {
        const levels = levelsOf(steps);
        const rates = levels.map(({ ratePerSecond }) => ratePerSecond);
        expect(levels.length).toBeLessThanOrEqual(8);
        expect(rates).toEqual(rates.toSorted((a, b) => a - b));
        expect(levels.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        const requests = levels.reduce((sum, { share, ratePerSecond }) => sum + share * ratePerSecond, 0);
        const expected = expectedRequests({ kind: 'even', ratePerSecond: steps }, 86_400);
        expect(requests).toBeCloseTo(expected / 86_400, 6);
      }),
    );
  });
});
