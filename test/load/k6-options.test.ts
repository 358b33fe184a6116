import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfAnArrivalAhead, stagesOf } from '../../load/k6-options.ts';
import { plannedArrivalsBySecond } from '../../planner/timeline/planned-rate.ts';
import { hold, slope } from '../../scenarios/lib/phases.ts';
import { replayPhases } from '../../scenarios/replay.ts';

/** When k6 starts arrivals: whenever the area under the rate passes a whole number (`ramping-arrival-rate`). */
const startsBySecond = (perSecond: readonly number[]): number[] => {
  let [area, started] = [0, 0];
  return perSecond.map((arrivals) => {
    const before = started;
    area += arrivals;
    // An arrival on the border itself belongs to the next second.
    started = Math.ceil(area - 1e-9) - 1;
    return Math.max(started, 0) - Math.max(before, 0);
  });
};

describe('the stages of k6', () => {
  it('step without a length where a piece does not start at the rate of the last one', () => {
    expect(stagesOf([hold(2, 1), hold(0.5, 3), slope(0.5, 4, 2)])).toEqual([
      { target: 2000, duration: '1s' },
      { target: 500, duration: '0s' },
      { target: 500, duration: '3s' },
      { target: 4000, duration: '2s' },
    ]);
  });
});

describe('halfAnArrivalAhead', () => {
  it('adds half an arrival in the first second and nothing after it', () => {
    expect(halfAnArrivalAhead([hold(3, 1), hold(9, 1)])).toEqual([hold(3.5, 1), hold(9, 1)]);
    expect(halfAnArrivalAhead([slope(0, 10, 10)])).toEqual([slope(0.5, 1.5, 1), slope(1, 10, 9)]);
  });

  it('makes every second of a replay start its own count', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 100 }), (perSecond) => {
        const phases = replayPhases({ scenario: 'replay', perSecond });
        const ahead = phases.map((phase) => ({ ...phase, pieces: halfAnArrivalAhead(phase.pieces) }));
        expect(startsBySecond(plannedArrivalsBySecond(ahead, perSecond.length))).toEqual(perSecond);
      }),
    );
  });
});
