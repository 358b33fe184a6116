import { expect, it } from 'vitest';
import { readingLines } from '../../../reports/words/trace.ts';
import type { TraceNote, TraceRecord } from '../../../runs/schema/trace-reading.ts';

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

it('tells where the longest gap lies, and what to do if nothing was measured then', () => {
  const gap = { code: 'gaps', steps: 12, longestSeconds: 600, longestFromSecond: 86_400 } as const;
  expect(readingLines(withNote(gap)).at(-1)).toBe(
    '  note: 12 steps without a row, the longest gap 600 s, 24 h after the start: taken as no requests; if nothing was measured then, fill these rows first',
  );
});
