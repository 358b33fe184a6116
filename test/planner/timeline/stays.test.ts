import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { staysBySecond } from '../../../planner/timeline/stays.ts';

const nothing = { count: 0, untilSeconds: 0, lengthSeconds: 0 };

describe('staysBySecond', () => {
  it('gives rate x service time in the steady state (Little)', () => {
    const steady = Array.from({ length: 30 }, () => ({
      count: 20,
      untilSeconds: 2.5,
      lengthSeconds: 1.5,
    }));
    for (const busy of staysBySecond(steady).slice(5, 25)) expect(busy).toBeCloseTo(30, 6);
  });

  it('lays the work at the end of the latency, after the wait', () => {
    const served = [
      { count: 1, untilSeconds: 5.5, lengthSeconds: 0.5 },
      ...Array.from({ length: 9 }, () => nothing),
    ];
    const busy = staysBySecond(served);
    expect(busy.slice(0, 5).every((n) => n === 0)).toBe(true);
    expect((busy[5] ?? 0) + (busy[6] ?? 0)).toBeCloseTo(0.5, 9);
  });

  it('keeps the total of all service times', () => {
    const second = fc.record({
      count: fc.integer({ min: 0, max: 50 }),
      waitSeconds: fc.double({ min: 0, max: 3, noNaN: true }),
      lengthSeconds: fc.double({ min: 0.001, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(second, { maxLength: 20 }), (seconds) => {
        const served = seconds.map(({ count, waitSeconds, lengthSeconds }) => ({
          count,
          lengthSeconds,
          untilSeconds: waitSeconds + lengthSeconds,
        }));
        const grid = [...served, ...Array.from({ length: 8 }, () => nothing)];
        const work = served.reduce((sum, { count, lengthSeconds }) => sum + count * lengthSeconds, 0);
        expect(staysBySecond(grid).reduce((sum, n) => sum + n, 0)).toBeCloseTo(work, 6);
      }),
    );
  });
});
