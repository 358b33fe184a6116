import { expect, it } from 'vitest';
import { dayLines, readingLines } from '../../../reports/words/run/trace.ts';
import type { TraceNote, TraceRecord } from '../../../runs/schema/load/trace-reading.ts';

const withNote = (note: TraceNote): TraceRecord => ({
  format: 'table',
  kind: 'counts',
  unit: 'count',
  stepSeconds: 300,
  columns: { time: 'time', values: ['requests'] },
  startAtMs: 0,
  firstRows: [],
  peakRatePerSecond: 3,
  totalRequests: 900,
  seconds: 600,
  notes: [note],
});

it.each([
  [259_200, 'the longest gap 72 h: taken as no requests'],
  [3600, 'the longest gap 3,600 s: taken as no requests'],
])('tells a gap of %d s in a unit that is read at a glance', (longestSeconds, text) => {
  const lines = readingLines(withNote({ code: 'gaps', steps: 12, longestSeconds }));
  expect(lines.at(-1)).toContain(text);
});

it('says of which times UTC was taken', () => {
  expect(readingLines(withNote({ code: 'someNoZone' })).at(-1)).toContain(
    'some times name a zone, others none',
  );
  expect(readingLines(withNote({ code: 'noZone' })).at(-1)).toContain('times name no zone');
});

it.each([
  ['few', 'as fewer than 20 would have come in each gap'],
  ['zero', 'taken as no requests, as asked'],
  ['interpolate', 'taken as on a straight line between the numbers around each gap, as asked'],
  [undefined, 'taken as no requests; if nothing was measured then, say what they are with load.gaps'],
] as const)('tells where the longest gap lies, and what it was taken for: %s', (taken, text) => {
  const gap = { code: 'gaps', steps: 12, longestSeconds: 600, longestFromSecond: 86_400 } as const;
  const line = readingLines(withNote({ ...gap, ...(taken && { taken }) })).at(-1);
  expect(line).toContain('12 steps without a number, the longest gap 600 s, 24 h after the start: ');
  expect(line).toContain(text);
});

it('says where some of the columns that were added up have no number', () => {
  const added = { code: 'added', what: 'columns', n: 2 } as const;
  expect(readingLines(withNote(added)).at(-1)).toBe('  note: 2 columns added up');
  expect(readingLines(withNote({ ...added, partly: 3 })).at(-1)).toBe(
    '  note: 2 columns added up; at 3 times some of them have no number, which counts as 0',
  );
});

it('tells how a day was read, to the digit', () => {
  const rows = [
    { atSecond: 21_600, rate: 0.9 },
    { atSecond: 27_000, rate: 12.75 },
    { atSecond: 32_400, rate: 60.5 },
    { atSecond: 64_800, rate: 1.2 },
  ];
  const steps = [{ atSecond: 0, rate: 1.2 }, ...rows];
  expect(dayLines({ columns: { time: 'time_of_day', rate: 'rps' }, rows, steps })).toEqual([
    'read as a day (time "time_of_day", "rps"): requests per second, each until the next time',
    '  at 06:00  0.9/s',
    '  at 07:30  12.75/s',
    '  at 09:00  60.5/s',
    '  peak 60.5/s at 09:00, total 2,085,750 requests in 24 h',
    '  note: before 06:00 the last rate holds, 1.2/s',
  ]);
});
