import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import { refuseLongByEnds } from '../../../config/trace/series/ends.ts';

const day = 86_400;
const stampOf = (second: number): string => new Date(1_714_557_600_000 + second * 1000).toISOString();

/** A text of so many rows, written by their number. */
const textOf = (header: string, rows: number, rowOf: (row: number) => string): string =>
  `${header}\n${Array.from({ length: rows }, (_, row) => rowOf(row)).join('\n')}\n`;

/** What the ends alone refuse; undefined: nothing. */
const refusedByEnds = (text: string, options = {}): string | undefined => {
  try {
    refuseLongByEnds(text, 'long.csv', options);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

const minutes = (row: number): string => `${stampOf(row * 120)},${row % 70}${' '.repeat(9)}`;

describe('a long text that spans too much', () => {
  it.each([
    ['counts', textOf('time,requests', 30_000, minutes), 42],
    ['newest first', textOf('time,requests', 30_000, (row) => minutes(-row)), 42],
    ['a row for each request', textOf('timestamp', 45_000, (row) => stampOf(row * 80)), 42],
    [
      'the end and the duration of each request',
      textOf('end_time,duration_ms', 40_000, (row) => `${stampOf(row * 90)},${row % 900}`),
      42,
    ],
    ['JSON lines', textOf('', 30_000, (row) => `{"time": "${stampOf(row * 120)}", "requests": 3}`), 42],
    [
      'one JSON list',
      JSON.stringify(
        Array.from({ length: 30_000 }, (_, row) => ({
          time: stampOf(row * 120),
          tags: ['"}, {', {}],
          requests: 3,
        })),
      ),
      42,
    ],
    ['numbers alone', '7\n'.repeat(40 * day), 40],
    ['numbers alone, with empty lines and comments', '7\n\n# a note\n'.repeat(40 * day), 40],
  ])('is refused by its first and last lines: %s', (_, text, days) => {
    expect(refusedByEnds(text)).toMatch(
      new RegExp(`^trace: it spans ${days} days, from line \\d+ to line \\d+`),
    );
  });

  it.each([0, 2])('is refused by the places of objects in a JSON list, indented by %d', (indent) => {
    const rows = Array.from({ length: 30_000 }, (_, row) => ({ time: stampOf(row * 120), requests: 3 }));
    expect(refusedByEnds(JSON.stringify(rows, null, indent))).toContain('from line 1 to line 30000');
  });

  it('is refused before what stands in the middle is read, by the lines of the file', () => {
    const text = textOf('time,requests', 30_000, (row) => (row === 15_000 ? 'no row' : minutes(row)));
    expect(() => readingOf(`# exported\n${text}`, 'long.csv')).toThrow('from line 3 to line 30002');
  });
});

describe('a long text of which the ends do not tell is left to the reading of the whole', () => {
  it('where it spans 31 days', () => {
    const text = textOf('time,requests', 31 * 1440, (row) => `${stampOf(row * 60)},${row % 7}`);
    expect(text.length).toBeGreaterThan(2 ** 20);
    expect(readingOf(text, 'long.csv').totalRequests).toBe(133_917);
  });

  it('where numbers rise at both ends: they may be rates', () => {
    const rows = 60_000;
    const rate = (row: number) => (row < rows / 2 ? row : row - rows / 2) + (row > rows - 10_000 ? 4e6 : 0);
    const text = textOf('', rows, (row) => (rate(row) + 0.5).toFixed(15));
    expect(refusedByEnds(text, { unit: 'perSecond' })).toBeUndefined();
  });

  it('where a quoted cell may begin in what is left out', () => {
    const note = 'a long note '.repeat(8);
    const text = textOf('time,requests,note', 12_000, (row) => `${stampOf(row * 300)},3,"${note}\nb"`);
    expect(refusedByEnds(text)).toBeUndefined();
    expect(() => readingOf(text, 'long.csv')).toThrow('it spans 42 days');
  });

  it('where it is one JSON document', () => {
    const values = Array.from({ length: 30_000 }, (_, row) => [
      1_714_557_600 + row * 120,
      '3.000000000000000000',
    ]);
    const result = [{ metric: {}, values }];
    const text = JSON.stringify({ data: { resultType: 'matrix', result } });
    expect(refusedByEnds(text)).toBeUndefined();
    expect(() => readingOf(text, 'long.json')).toThrow('it spans 42 days');
  });

  it('where it is a JSON list that breaks off', () => {
    const rows = Array.from({ length: 40_000 }, (_, row) => ({ time: stampOf(row * 120), requests: 3 }));
    expect(refusedByEnds(JSON.stringify(rows).slice(0, -1))).toBeUndefined();
  });
});
