import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { recordedConfigOf } from '../../../config/recorded.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { readTrace, scaledCounts } from '../../../config/trace/read-trace.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-trace-'));
const trace = join(folder, 'trace.csv');
writeFileSync(trace, 'count\n1\n0\n40\n2\n0\n');
afterAll(() => rmSync(folder, { recursive: true }));

const load = { scenario: 'replay', trace, fromSecond: 0, rateFactor: 1 } as const;
const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);

describe('readTrace', () => {
  it('takes the part that is asked for', () => {
    expect(readTrace(load)).toMatchObject({ perSecond: [1, 0, 40, 2, 0], offsetsMs: null });
    expect(readTrace({ ...load, fromSecond: 1, seconds: 2 }).perSecond).toEqual([0, 40]);
    expect(readTrace({ ...load, fromSecond: 2, rateFactor: 0.5 }).perSecond).toEqual([20, 1, 0]);
  });

  it('keeps the times of a trace of time stamps, where they are asked for', () => {
    const stamps = join(folder, 'stamps.csv');
    writeFileSync(stamps, 'timestamp\n2.75\n3.5\n2.25\n4.125\n');
    const timed = readTrace({ ...load, trace: stamps, arrivals: 'exact' });
    expect(timed).toMatchObject({ perSecond: [2, 1, 1], offsetsMs: [[250, 750], [500], [125]] });
    expect(readTrace({ ...load, trace: stamps }).offsetsMs).toBeNull();
  });

  it.each([{}, { rateFactor: 2 }])('refuses exact times of counts, and of a scaled trace: %o', (part) => {
    expect(() => readTrace({ ...load, ...part, arrivals: 'exact' })).toThrow("load.arrivals is 'exact'");
  });

  it.each([
    [{ fromSecond: 5 }, 'the trace ends at second 5'],
    [{ fromSecond: 3, seconds: 3 }, 'seconds 3 to 6 are asked for; the trace ends at second 5'],
    [{ fromSecond: 4 }, 'no request in seconds 4 to 5'],
    [{ rateFactor: 0.001 }, 'no request in seconds 0 to 5'],
  ])('refuses a part without requests: %o', (part, message) => {
    expect(() => readTrace({ ...load, ...part })).toThrow(message);
  });
});

describe('scaledCounts', () => {
  it('keeps the total to half a request and empty seconds empty', () => {
    const counts = fc.array(fc.nat(100), { minLength: 1 });
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 20, noNaN: true }), (perSecond, factor) => {
        const scaled = scaledCounts(perSecond, factor);
        expect(Math.abs(sum(scaled) - sum(perSecond) * factor)).toBeLessThanOrEqual(0.5 + 1e-9);
        scaled.forEach((n, second) => {
          const exact = (perSecond[second] ?? 0) * factor;
          expect(Number.isInteger(n) && n >= 0).toBe(true);
          expect(exact === 0 ? n === 0 : Math.abs(n - exact) < 1 + 1e-9).toBe(true);
        });
      }),
    );
  });
});

describe('a replay in the config', () => {
  const target = { url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 6000 };
  const input = { target, load: { scenario: 'replay', trace: './trace.csv' } };

  it('has a record without a path', () => {
    const config = resolveConfig(input, join(folder, 'k6.config.ts'));
    const recorded = recordedConfigOf(config);
    expect(recorded.load).toEqual({ ...load, trace: 'trace.csv' });
    expect(JSON.stringify(recorded)).not.toContain(folder);
  });

  it('is held to the limits of safety by its busiest second', () => {
    expect(() =>
      resolveConfig({ ...input, safety: { maxRatePerSecond: 39 } }, join(folder, 'k6.config.ts')),
    ).toThrow('the plan reaches 40 requests/s');
  });

  it('names a file that is not there', () => {
    expect(() => resolveConfig(input, join(folder, 'elsewhere', 'k6.config.ts'))).toThrow(
      `load.trace: no such file ${join(folder, 'elsewhere', 'trace.csv')}`,
    );
  });
});
