import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import type { TraceReading } from '../../../runs/schema/load/trace-reading.ts';
import { refusalOf, stepsOf } from './arrivals-of.ts';

const minute = (n: number): string => new Date(Date.UTC(2024, 4, 1) + n * 60_000).toISOString();

/** A row a minute; undefined: no row. */
const minutes = (cells: readonly (string | number | undefined)[], name = 'requests'): string =>
  [`time,${name}`, ...cells.flatMap((cell, i) => (cell === undefined ? [] : [`${minute(i)},${cell}`]))].join(
    '\n',
  );

/** Requests of each second, at independent times. */
const drawnCounts = (seconds: number, ratePerSecond: number): number[] => {
  const random = createRandom(1);
  const counts = new Array<number>(seconds).fill(0);
  for (let i = 0; i < seconds * ratePerSecond; i++) counts[Math.floor(random() * seconds)]!++;
  return counts;
};

const read = (text: string, options: TraceOptions = {}): TraceReading => readingOf(text, 'a.csv', options);

const gapNote = ({ notes }: TraceReading) => notes.find(({ code }) => code === 'gaps');

describe('a gap in a trace of a number for each step', () => {
  const night = Array.from({ length: 1440 }, (_, i) => (i >= 60 && i < 540 ? undefined : 600));

  it('is refused with its place, its length, how many steps there are, and the option to write', () => {
    const refusal = refusalOf(() => read(minutes(night)));
    expect(refusal).toContain('480 of 1440 steps of 60 s have no number');
    expect(refusal).toContain('lasts 8 h, after 2024-05-01T00:59:00.000Z');
    expect(refusal).toContain('some 288000 requests would have come');
    expect(refusal).toContain("load.gaps: 'zero' if none came");
    expect(() => read(minutes(night))).toThrow(
      expect.objectContaining({ details: [expect.objectContaining({ where: 'a.csv:61' })] }),
    );
  });

  it.each([
    ['a row that is not there', undefined],
    ['an empty cell', ''],
    ['NaN', 'NaN'],
    ['null', 'null'],
    ['a dash', '-'],
  ])('is the same question for %s', (_, cell) => {
    const text = minutes([600, 660, 600, cell, cell, 660, 720]);
    expect(refusalOf(() => read(text))).toContain('2 of 7 steps of 60 s have no number');
    expect(stepsOf(read(text, { gaps: 'zero' }))).toEqual([600, 660, 600, 0, 0, 660, 720]);
    expect(stepsOf(read(text, { gaps: 'interpolate' }))).toEqual([600, 660, 600, 620, 640, 660, 720]);
  });

  it('is refused in the answers of monitoring systems too', () => {
    const points = [10, 12, null, null, 11].map((value, i) => [1_714_557_600_000 + i * 60_000, value]);
    const datadog = { series: [{ expression: 'sum:hits{*}.as_rate()', pointlist: points }] };
    expect(refusalOf(() => read(JSON.stringify(datadog)))).toContain('2 of 5 steps of 60 s have no number');
  });

  it('is refused where every row of a table of one column for each minute lacks the number', () => {
    const table = ['name,1,2,3,4', 'a,60,,60,61', 'b,60,,,60'].join('\n');
    expect(refusalOf(() => read(table, { step: 60 }))).toContain('1 of 4 steps of 60 s');
    const reading = read(table, { step: 60, gaps: 'zero' });
    expect(stepsOf(reading)).toEqual([120, 0, 60, 121]);
    expect(reading.notes).toContainEqual({ code: 'added', what: 'rows', n: 2, partly: 1 });
  });

  it('counts columns that lack a number beside others as 0, and says so', () => {
    const text = 'time,a,b\n0,60,60\n60,61,\n120,60,60';
    const reading = read(text, { column: ['a', 'b'], unit: 'count' });
    expect(stepsOf(reading)).toEqual([120, 61, 120]);
    expect(reading.notes).toContainEqual({ code: 'added', what: 'columns', n: 2, partly: 1 });
  });

  it('of rates is filled on the line between the numbers, with whole requests of counts', () => {
    const rates = read(minutes([2, 4, undefined, 5, 6], 'rps'), { gaps: 'interpolate' });
    expect(stepsOf(rates)).toEqual([2, 4, 4.5, 5, 6]);
    expect(stepsOf(read(minutes([20, 40, undefined, 45, 60]), { gaps: 'interpolate' }))[2]).toBe(43);
    expect(gapNote(rates)).toMatchObject({ steps: 1, longestFromSecond: 120, taken: 'interpolate' });
  });

  it('is no requests unasked where fewer than 20 would have come', () => {
    const sparse = read(minutes([2, 0, 3, undefined, 1, '', 4]));
    expect(stepsOf(sparse)).toEqual([2, 0, 3, 0, 1, 0, 4]);
    expect(gapNote(sparse)).toMatchObject({ steps: 2, taken: 'few' });
    expect(stepsOf(read(minutes([19, 19, undefined, 19])))).toEqual([19, 19, 0, 19]);
    expect(refusalOf(() => read(minutes([20, 20, undefined, 20])))).toContain('some 20 requests');
  });

  it('is judged by the load around it, not by that of other times', () => {
    const busy = new Array<number>(30).fill(9000);
    const quiet = [3, 1, undefined, 2, 0, 2];
    expect(gapNote(read(minutes([...busy, ...new Array<number>(30).fill(2), ...quiet])))).toMatchObject({
      steps: 1,
      taken: 'few',
    });
  });

  it('comes by chance in a day of seconds from which zeros were left out', () => {
    const counts = drawnCounts(86_400, 1);
    const rows = counts.flatMap((count, second) => (count > 0 ? [`${second},${count}`] : []));
    const reading = read(['second,requests', ...rows].join('\n'));
    expect(gapNote(reading)).toMatchObject({ taken: 'few' });
    expect(reading.totalRequests).toBe(counts.reduce((sum, count) => sum + count, 0));
  });

  it('of seconds that were counted from a log is a second without requests', () => {
    const seconds = [0, 1, 4, 6, 7, 12].map((second) => `${second},2`);
    expect(read(['second,requests', ...seconds].join('\n')).totalRequests).toBe(12);
  });

  it('is none of a list of requests, however long nothing came', () => {
    const times = ['10:00:00', '10:00:01', '22:00:00'].map((time) => `2024-05-01T${time}Z`);
    const reading = read(['timestamp', ...times].join('\n'));
    expect(reading).toMatchObject({ kind: 'times', totalRequests: 3 });
    expect(gapNote(reading)).toBeUndefined();
  });
});

describe('empty cells before the first number and after the last one', () => {
  const text = minutes(['', 'NaN', 600, 660, '']);

  it('are no part of the trace', () => {
    const reading = read(text);
    expect(stepsOf(reading)).toEqual([600, 660]);
    expect(reading).toMatchObject({ startAtMs: Date.UTC(2024, 4, 1, 0, 2) });
    expect(reading.firstRows[0]).toEqual({ atSecond: 0, time: minute(2), value: '600' });
    expect(reading.notes).toContainEqual({ code: 'emptyValues', rows: 3 });
  });

  it('are zeros where the user says so', () => {
    expect(stepsOf(read(text, { gaps: 'zero' }))).toEqual([0, 0, 600, 660, 0]);
  });

  it('refuses a trace of empty cells alone', () => {
    const empty = minutes(['', '', 'NaN']);
    expect(refusalOf(() => read(empty, { column: 'requests' }))).toContain('no row has a number');
    expect(read(empty, { column: 'requests', gaps: 'zero' }).totalRequests).toBe(0);
  });
});

it('gaps change no number that is there', () => {
  const cells = fc.array(fc.option(fc.nat(5000), { nil: undefined }), { minLength: 3, maxLength: 60 });
  fc.assert(
    fc.property(cells, fc.constantFrom('zero', 'interpolate'), (middle, gaps) => {
      const all = [7, 11, 7, ...middle, 7, 11, 7];
      const steps = stepsOf(read(minutes(all), { gaps, unit: 'count', step: 60 }));
      expect(steps).toHaveLength(all.length);
      expect(all.map((cell, i) => cell ?? steps[i])).toEqual(steps);
      const bounds = gaps === 'zero' ? [0] : all.filter((cell) => cell !== undefined);
      for (const [i, cell] of all.entries()) {
        if (cell !== undefined) continue;
        expect(steps[i]).toBeGreaterThanOrEqual(Math.min(...bounds));
        expect(steps[i]).toBeLessThanOrEqual(Math.max(...bounds));
      }
    }),
  );
});
