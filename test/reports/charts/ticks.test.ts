import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, timeTicks } from '../../../reports/charts/ticks.ts';

describe('timeTicks', () => {
  it.each([
    [0, [0]],
    [1, [0, 1]],
    [60, [0, 10, 20, 30, 40, 50, 60]],
    [185, [0, 30, 60, 90, 120, 150, 180]],
    [3600, [0, 600, 1200, 1800, 2400, 3000, 3600]],
  ])('marks %d s', (seconds, ticks) => expect(timeTicks(seconds)).toEqual(ticks));

  it('never marks more than eight times, however long the run', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (seconds) => {
        const ticks = timeTicks(seconds);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ticks.at(-1)).toBeLessThanOrEqual(seconds);
      }),
    );
  });
});

describe('linearTicks', () => {
  it.each([
    [0, [0, 1]],
    [36, [0, 10, 20, 30, 40]],
    [87, [0, 20, 40, 60, 80, 100]],
    [0.3, [0, 0.1, 0.2, 0.3]],
  ])('encloses 0 to %d', (max, ticks) => expect(linearTicks(max)).toEqual(ticks));

  it('keeps to whole numbers for things that are counted', () => {
    expect(linearTicks(2, true)).toEqual([0, 1, 2]);
  });

  it('starts at 0, encloses the largest value and has two to seven ticks', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (max) => {
        const ticks = linearTicks(max);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * (1 - 1e-9));
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe('logTicks', () => {
  it.each([
    [4, 3000, [1, 10, 100, 1000, 10_000]],
    [110, 1480, [100, 300, 1000, 3000]],
    [100, 100, [100, 300]],
    [0.02, 0.9, [0.01, 0.03, 0.1, 0.3, 1]],
  ])('encloses %d to %d', (min, max, ticks) => expect(logTicks(min, max)).toEqual(ticks));

  it('encloses any range of latencies in two to ten ticks, upwards', () => {
    const latency = fc.double({ min: 0.1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(latency, latency, (a, b) => {
        const ticks = logTicks(Math.min(a, b), Math.max(a, b));
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(a, b));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(a, b));
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(10);
        expect(ticks).toEqual([...ticks].sort((x, y) => x - y));
      }),
    );
  });
});
