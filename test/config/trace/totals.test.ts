import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import { areTotals } from '../../../config/trace/series/totals.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { drawNormal } from '../../../planner/stats/ziggurat.ts';
import { refusalOf } from './arrivals-of.ts';

type Shape = (share: number) => number;

/** Counts of rows about a mean of each, with the chance of independent arrivals and a wander of 1 %. */
const counted = (rows: number, meanAt: Shape, seed: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const mean = meanAt((row + 1) / rows);
    const deviation = Math.sqrt(mean + (0.01 * mean) ** 2);
    return Math.max(0, Math.round(mean + deviation * drawNormal(random)));
  });
};

const totalsOf = (counts: readonly number[], start: number): number[] => {
  let total = start;
  return counts.map((count) => (total += count));
};

const flat: Shape = () => 1;
const spike: Shape = (share) => (share > 0.4 && share < 0.6 ? 6 : 1);
const day: Shape = (share) => 0.6 - 0.5 * Math.cos(2 * Math.PI * share);

const seeds = Array.from({ length: 20 }, (_, seed) => seed);
const foundOf = (valuesOf: (seed: number) => readonly number[]): number =>
  seeds.filter((seed) => areTotals(valuesOf(seed))).length;

describe('totals since a start', () => {
  it.each([
    ['an even load', flat, 240, 600],
    ['a spike', spike, 240, 600],
    ['a day', day, 1440, 600],
    ['few requests a row', flat, 240, 12],
    ['seconds', flat, 3600, 50],
  ] as const)('are told by their numbers: %s', (_, shape, rows, mean) => {
    const found = foundOf((seed) =>
      totalsOf(
        counted(rows, (share) => mean * shape(share), seed),
        1_204_330,
      ),
    );
    expect(found).toBeGreaterThanOrEqual(16);
  });

  /** Of a load that goes up and down each hour, with less chance than that of independent arrivals. */
  const smooth = (rows: number, deviation: number, seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: rows }, (_, row) =>
      Math.round(300 + 200 * Math.sin(row / 9) + deviation * drawNormal(random)),
    );
  };

  it.each([
    ['no chance at all', 0],
    ['little chance', 3],
    ['more of it', 10],
  ] as const)('are told of a smooth load: %s', (_, deviation) => {
    for (const start of [0, 5000, 5_000_000]) {
      expect(foundOf((seed) => totalsOf(smooth(300, deviation, seed), start))).toBe(seeds.length);
      const anew = (seed: number) => totalsOf(smooth(137, deviation, seed), start);
      expect(foundOf((seed) => [...anew(seed), ...totalsOf(smooth(163, deviation, seed), 0)])).toBe(
        seeds.length,
      );
    }
  });

  it('are told far above zero, by rises that turn', () => {
    const even = Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? 70 : 50));
    expect(areTotals(totalsOf(even, 1_204_330))).toBe(true);
    expect(areTotals(totalsOf(even, 300))).toBe(false);
  });

  it('are told of as many rows as a trace may have', () => {
    expect(areTotals(totalsOf(smooth(130_000, 10, 1), 0))).toBe(true);
  });

  it('are told where the counter starts again, and not of fewer than 60 rows or where they often fall', () => {
    const totals = totalsOf(
      counted(240, () => 600, 1),
      0,
    );
    expect(areTotals(totals)).toBe(true);
    expect(areTotals(totals.slice(0, 59))).toBe(false);
    const again = [...totals.slice(0, 120), ...totals.slice(0, 120)];
    expect(areTotals(again)).toBe(true);
    expect(areTotals(totals.map((total, row) => (row % 20 === 0 ? 0 : total)))).toBe(false);
    expect(refusalOf(() => readingOf(['requests', ...again].join('\n'), 't.csv'))).toContain(
      'requests falls 1 time, deeply, in 240 rows, and grows as a sum does',
    );
  });
});

describe('fewer than 60 numbers', () => {
  const few = (start: number, seed: number) =>
    totalsOf(
      counted(40, () => 300, seed),
      start,
    );
  const notesOf = (values: readonly number[], options?: TraceOptions) =>
    readingOf(['requests', ...values].join('\n'), 't.csv', options).notes;

  it('are totals where they stand a hundred of their rises above zero', () => {
    expect(foundOf((seed) => few(1_204_330, seed))).toBe(seeds.length);
    expect(refusalOf(() => notesOf(few(1_204_330, 1)))).toContain('requests never falls in 40 rows');
    expect(notesOf(few(1_204_330, 1), { unit: 'count' })).toEqual([{ code: 'neverFall', rows: 40 }]);
  });

  it('may be totals where they stand ten of their rises above zero', () => {
    expect(notesOf(few(12_000, 1))).toEqual([{ code: 'mayBeTotals', rows: 40 }]);
    expect(notesOf(few(12_000, 1), { unit: 'count' })).toEqual([]);
    expect(notesOf(few(0, 1))).toEqual([]);
  });

  it('of more numbers may be totals where these stand a hundred of their rises above zero', () => {
    const ramp = (start: number) => Array.from({ length: 90 }, (_, row) => start + 50 * row);
    expect(notesOf(ramp(1_204_330))).toEqual([{ code: 'mayBeTotals', rows: 90 }]);
    expect(notesOf(ramp(1_204_330), { unit: 'count' })).toEqual([]);
    expect(notesOf(ramp(1000))).toEqual([]);
  });

  it('are none where they were counted, or written down evenly', () => {
    for (const base of [1000, 100_000, 1_000_000])
      for (const slope of [0, 0.1, 0.5])
        expect(foundOf((seed) => counted(40, (share) => base * (1 + slope * share), seed))).toBe(0);
    expect(notesOf(Array.from({ length: 40 }, (_, row) => 10_000 + 50 * row))).toEqual([]);
  });
});

describe('a load that rises all the time', () => {
  it('is none where it was counted', () => {
    for (const peak of [60, 6000, 600_000, 6_000_000])
      for (const rows of [60, 200, 1440])
        for (const power of [0.5, 1, 2])
          expect(foundOf((seed) => counted(rows, (share) => peak * share ** power, seed))).toBe(0);
  });

  it('is none where it starts again, as by day', () => {
    for (const peak of [60, 6000, 600_000])
      for (const power of [0.5, 1, 2])
        expect(foundOf((seed) => counted(480, (share) => peak * ((share * 2) % 1) ** power, seed))).toBe(0);
  });

  it('is none where it was written down: evenly, curved, rounded, or in steps', () => {
    const curve = fc.record({
      rows: fc.integer({ min: 60, max: 600 }),
      base: fc.double({ min: 0, max: 1e5, noNaN: true }),
      slope: fc.double({ min: 0.01, max: 500, noNaN: true }),
      power: fc.constantFrom(0.5, 1, 1.5, 2, 3),
      stepRows: fc.constantFrom(1, 2, 10),
      grid: fc.constantFrom(1, 10, 50),
    });
    fc.assert(
      fc.property(curve, ({ rows, base, slope, power, stepRows, grid }) => {
        const values = Array.from({ length: rows }, (_, row) => {
          const share = (Math.floor(row / stepRows) * stepRows) / rows;
          return grid * Math.round((base + slope * rows * share ** power) / grid);
        });
        expect(areTotals(values)).toBe(false);
      }),
      // The rule is one of likelihood, so the curves are the same in each run.
      { numRuns: 2000, seed: 1 },
    );
  });

  it.each([
    [10, 5, 5, 10, 100],
    [40, 20, 4, 5, 100],
    [20, 15, 5, 10, 100],
    [30, 20, 4, 2, 100],
    [10, 5, 5, 7.65, 100],
    [10, 5, 5, 10, 1000],
    [10, 5, 2, 10, 1000],
  ])(
    'is none where it was written down as ramps with holds: %d rows up, %d flat',
    (up, flat, times, step, from) => {
      const rises = Array.from({ length: times }, () => [
        ...new Array<number>(up).fill(step),
        ...new Array<number>(flat).fill(0),
      ]).flat();
      expect(areTotals([from, ...totalsOf(rises, from)].map(Math.round))).toBe(false);
    },
  );

  it('is told from totals of a load that pauses', () => {
    const pauses = (busy: number) => (seed: number) =>
      totalsOf(
        counted(400, (share) => ((share * 4) % 1 < 0.6 ? busy : 0), seed),
        0,
      );
    for (const busy of [3, 20, 300]) expect(foundOf(pauses(busy))).toBe(seeds.length);
  });

  it('is none where it doubles, or stands still', () => {
    expect(areTotals(Array.from({ length: 200 }, (_, row) => Math.round(2 ** (row / 20))))).toBe(false);
    expect(areTotals(new Array<number>(200).fill(7))).toBe(false);
    expect(areTotals(new Array<number>(200).fill(0))).toBe(false);
  });
});

describe('a trace of totals', () => {
  const totals = totalsOf(
    counted(240, () => 600, 1),
    1_204_330,
  );
  const read = (values: readonly number[], options?: TraceOptions) => {
    const rows = values.map(
      (value, row) => `${new Date(1_714_557_600_000 + row * 60_000).toISOString()},${value}`,
    );
    return (order: 'asc' | 'desc') =>
      readingOf(['time,requests', ...(order === 'asc' ? rows : rows.reverse())].join('\n'), 't.csv', options);
  };

  it('is refused with the way out, in any order of its rows', () => {
    for (const order of ['asc', 'desc'] as const)
      expect(() => read(totals)(order)).toThrow(
        'trace: requests never falls in 240 rows, and grows as a sum does: these look like totals since a start',
      );
  });

  it('is read where the user says that they are counts, with a note', () => {
    const { notes, totalRequests } = read(totals, { unit: 'count' })('asc');
    expect(notes).toContainEqual({ code: 'neverFall', rows: 240 });
    expect(totalRequests).toBe(totals.reduce((sum, total) => sum + total, 0));
  });

  it('is read as ever where it is of counts', () => {
    expect(read(counted(240, () => 600, 1))('asc').notes).toEqual([]);
  });
});
