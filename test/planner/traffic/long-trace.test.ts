import { describe, expect, it } from 'vitest';
import { hardestRises, levelsOf } from '../../../planner/traffic/day.ts';
import {
  durationOf,
  loadOfCounts,
  loadOfDay,
  loadOfTrace,
  ratesOf,
  withSpike,
} from '../../../planner/traffic/load.ts';

/** Requests per second hour by hour: quiet, a steep rise at eight, a dip at noon. */
const hourly = Array.from({ length: 24 }, (_, hour) =>
  hour < 8 ? 5 : hour === 12 ? 20 : hour < 18 ? 40 : 10,
);
const dayPerSecond = hourly.flatMap((rate) => new Array<number>(3600).fill(rate));
const times = (days: number): number[] => Array.from({ length: days }, () => dayPerSecond).flat();

const longOf = (days: number) => {
  const load = loadOfTrace(times(days), true);
  if (load.kind !== 'day') throw new Error(load.kind);
  return load;
};

describe('a trace to plan for', () => {
  it('of up to an hour is simulated as it is', () => {
    expect(loadOfTrace([3, 0, 2], true)).toEqual(loadOfCounts([3, 0, 2]));
    expect(loadOfTrace([0.5, 0.5, 2], false)).toEqual({
      kind: 'rate',
      durationSeconds: 3,
      steps: [
        { atSecond: 0, rate: 0.5 },
        { atSecond: 2, rate: 2 },
      ],
    });
  });

  it('may have a spike on its highest level, as a day has', () => {
    const recorded = {
      kind: 'rate' as const,
      durationSeconds: 60,
      steps: [
        { atSecond: 0, rate: 5 },
        { atSecond: 20, rate: 30 },
      ],
    };
    const load = withSpike(longOf(7), recorded);
    expect(load).toMatchObject({ periodSeconds: 604_800, spike: { steps: [{ rate: 0 }, { rate: 25 }] } });
    expect(ratesOf(load).peak).toBe(ratesOf(longOf(7)).peak + 25);
    expect(withSpike(longOf(7), undefined)).toEqual(longOf(7));
  });

  it.each([1, 7, 31])('of %i days has the levels and the hardest rise of its day', (days) => {
    const load = longOf(days);
    const day = loadOfDay(hourly.map((rate, hour) => ({ atSecond: hour * 3600, rate })));
    expect(durationOf(load)).toBe(days * 86_400);
    expect(ratesOf(load)).toEqual(ratesOf(day));
    const shares = levelsOf(load.steps, load.periodSeconds).map(({ ratePerSecond, share }) => [
      ratePerSecond,
      share,
    ]);
    expect(shares.flat()).toEqual(
      levelsOf(day.steps).flatMap(({ ratePerSecond, share }) => [
        expect.closeTo(ratePerSecond, 9),
        expect.closeTo(share, 9),
      ]),
    );
    expect(hardestRises(load.steps, load.periodSeconds)[0]).toMatchObject({
      fromRatePerSecond: 5,
      toRatePerSecond: 40,
      atSecond: 8 * 3600,
    });
  });
});
