import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import { decodedText } from '../../../config/trace/text/decode.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { secondsOf, stepsOf } from './arrivals-of.ts';

const startMs = Date.UTC(2024, 4, 13, 9, 30);
const iso = (ms: number): string => new Date(ms).toISOString();
const two = (n: number): string => String(n).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const clock = (ms: number): string => iso(ms).slice(11, 19);
const thousandths = (ms: number): string => String(ms % 1000).padStart(3, '0');
const dateOf = (ms: number): string => iso(ms).slice(0, 10);

const withHour = (ms: number): string => {
  const date = new Date(ms);
  const hour = date.getUTCHours();
  const half = hour < 12 ? 'AM' : 'PM';
  return `"${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}, ${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${thousandths(ms)} ${half}"`;
};

/** Ways to write one time to the millisecond. */
const times: Readonly<Record<string, (ms: number) => string>> = {
  'ISO with Z': iso,
  'ISO with a zone': (ms) => iso(ms + 7_200_000).replace('Z', '+02:00'),
  'ISO with a blank, no zone': (ms) => iso(ms).replace('T', ' ').replace('Z', ''),
  'epoch seconds': (ms) => (ms / 1000).toFixed(3),
  'epoch ms': String,
  'epoch us': (ms) => `${ms}000`,
  'epoch ns': (ms) => `${ms}000000`,
  'App Insights': withHour,
  'day first with dots': (ms) =>
    `${dateOf(ms).split('-').reverse().join('.')} ${clock(ms)}.${thousandths(ms)}`,
  'month by name': (ms) =>
    `"${months[new Date(ms).getUTCMonth()]} ${new Date(ms).getUTCDate()}, ${dateOf(ms).slice(0, 4)} ${clock(ms)}.${thousandths(ms)}"`,
};

/** Ways to write a list of times. */
const files: Readonly<Record<string, (atMs: readonly number[], time: (ms: number) => string) => string>> = {
  CSV: (atMs, time) => `timestamp,url\n${atMs.map((ms) => `${time(ms)},/score`).join('\n')}\n`,
  'semicolons, CRLF and a mark': (atMs, time) =>
    `\uFEFFurl;timestamp\r\n${atMs.map((ms) => `/score;${time(ms)}`).join('\r\n')}\r\n`,
  'a column without a name': (atMs, time) => atMs.map(time).join('\n'),
  'newest first': (atMs, time) => `timestamp\n${atMs.map(time).reverse().join('\n')}\n`,
  'JSON lines': (atMs, time) =>
    atMs.map((ms) => JSON.stringify({ time: time(ms).replaceAll('"', ''), status: 200 })).join('\n'),
  'end and duration': (atMs, time) =>
    `end_time,duration_ms\n${atMs.map((ms) => `${time(ms + 250)},250`).join('\n')}\n`,
};

const asUtf8 = (bytes: Uint8Array, name: string): string => decodedText(bytes, name).text;

describe('a trace', () => {
  const atMs = fc
    .array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1, maxLength: 30 })
    .map((offsets) => offsets.sort((a, b) => a - b).map((offset) => startMs + offset));

  it.each(Object.keys(times).flatMap((time) => Object.keys(files).map((file) => [time, file])))(
    'of times as %s in %s is read as the same arrivals',
    (time, file) => {
      fc.assert(
        fc.property(atMs, (all) => {
          const reading = readingOf(files[file]!(all, times[time]!), 'trace');
          expect(reading.kind).toBe('times');
          expect(secondsOf(reading)).toEqual(all.map((ms) => (ms - all[0]!) / 1000));
        }),
        { numRuns: 15 },
      );
    },
  );

  it.each(Object.keys(times))('of counts a minute with times as %s is read as the same counts', (time) => {
    const counts = fc.array(fc.nat(5000), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(counts, fc.boolean(), (all, reversed) => {
        const lines = all.map((n, i) => `${times[time]!(startMs + 60_000 * i)};${n}`);
        const text = `time;requests\n${(reversed ? lines.reverse() : lines).join('\n')}`;
        const reading = readingOf(text, 'trace');
        expect(reading).toMatchObject({ kind: 'counts', stepSeconds: 60 });
        expect(stepsOf(reading)).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same in UTF-8 and UTF-16', () => {
    const text = 'time\trequests\n2024-05-01 10:00:00\t60\n2024-05-01 10:01:00\t120\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const bigEndian = Buffer.from(utf16).swap16();
    for (const bytes of [utf16, bigEndian, Buffer.from(`\uFEFF${text}`)])
      expect(stepsOf(readingOf(asUtf8(bytes, 'a'), 'a'))).toEqual([60, 120]);
  });
});

const fixtureFolder = new URL('../../fixtures/traces/', import.meta.url);
const seeds = ['field', 'exports', 'real'].flatMap((folder) =>
  readdirSync(new URL(folder, fixtureFolder)).map((name) =>
    readFileSync(new URL(`${folder}/${name}`, fixtureFolder)),
  ),
);

type Change = {
  readonly kind: 'cut' | 'repeat' | 'put';
  readonly at: number;
  readonly length: number;
  readonly text: string;
};

const change = fc.record<Change>({
  kind: fc.constantFrom('cut', 'repeat', 'put'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  text: fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      '"',
      ',',
      ';',
      '\n',
      '\t',
      '0',
      '9'.repeat(25),
      '-',
      '1e308',
      'NaN',
      '{',
      ']',
      '\u0000',
      '\uFEFF',
      '2024-02-30',
      '__proto__',
    ),
  ),
});

const changed = (bytes: Uint8Array, changes: readonly Change[]): Uint8Array =>
  changes.reduce<Uint8Array>((before, { kind, at, length, text }) => {
    const start = Math.floor(at * before.length);
    const middle =
      kind === 'cut'
        ? Buffer.alloc(0)
        : kind === 'put'
          ? Buffer.from(text)
          : Buffer.concat([before.subarray(start, start + length), before.subarray(start, start + length)]);
    return Buffer.concat([
      before.subarray(0, start),
      middle,
      before.subarray(kind === 'put' ? start : start + length),
    ]);
  }, bytes);

describe('2,500 traces with faults', () => {
  it('are read or refused: no crash, no number that is none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(
          {},
          { unit: 'count' } as const,
          { unit: 'eachRow' } as const,
          { step: 60 },
          { timeZone: 'Europe/Berlin' },
        ),
        (seed, changes, options) => {
          try {
            const { perSecond, totalRequests, peakRatePerSecond } = readingOf(
              asUtf8(changed(seed, changes), 'trace'),
              'trace',
              options,
            );
            expect(perSecond.length).toBeGreaterThan(0);
            expect(perSecond.every((n) => n >= 0 && Number.isFinite(n))).toBe(true);
            expect([totalRequests, peakRatePerSecond].every(Number.isFinite)).toBe(true);
          } catch (error) {
            if (!(error instanceof HeadroomError)) throw error;
            expect(error.code).toBe('E_CONFIG');
            expect(error.details.at(-1)!.fix).toBeTruthy();
          }
        },
      ),
      { numRuns: 2500 },
    );
  }, 120_000);
});
