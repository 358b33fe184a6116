import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfAnArrivalAhead, rampOf, stagesOf, timeUnitSeconds } from '../../load/k6-stages.ts';
import type { Phase } from '../../runs/schema/load.ts';
import { hold, slope } from '../../scenarios/lib/phases.ts';
import { phasesOf } from '../../scenarios/profile.ts';

/** When k6 starts arrivals, in seconds: whenever the area under its stages reaches 1, 2, 3 … (constant rates only). */
const startsOf = (phase: Phase): number[] => {
  const { startRate, stages } = rampOf(phase);
  const starts: number[] = [];
  let [rate, at, area] = [startRate, 0, 0];
  for (const { target, duration } of stages) {
    const seconds = Number.parseFloat(duration);
    const ratePerSecond = rate / timeUnitSeconds;
    while (seconds > 0 && area + ratePerSecond * seconds >= starts.length + 1)
      starts.push(at + (starts.length + 1 - area) / ratePerSecond);
    area += ratePerSecond * seconds;
    at += seconds;
    rate = target;
  }
  return starts;
};

const phaseOf = (perSecond: readonly number[]): Phase => phasesOf({ scenario: 'replay', perSecond })[0]!;

describe('the stages of k6', () => {
  it('step without a length where a piece does not start at the rate of the last one', () => {
    expect(stagesOf([hold(2, 1), hold(0.5, 3), slope(0.5, 4, 2)])).toEqual([
      { target: 2000, duration: '1s' },
      { target: 500, duration: '0s' },
      { target: 500, duration: '3s' },
      { target: 4000, duration: '2s' },
    ]);
  });

  it('carry half an arrival in the first second and nothing after it', () => {
    expect(halfAnArrivalAhead([hold(3, 1), hold(9, 1)])).toEqual([hold(3.5, 1), hold(9, 1)]);
    expect(halfAnArrivalAhead([slope(0, 10, 10)])).toEqual([slope(0.5, 1.5, 1), slope(1, 10, 9)]);
  });
});

describe('a replay', () => {
  it('starts every request in its own second, 20 ms before its end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 100 }), (perSecond) => {
        const starts = startsOf(phaseOf(perSecond));
        const counted = perSecond.map((_, second) => starts.filter((at) => Math.floor(at) === second).length);
        expect(counted).toEqual(perSecond);
        expect(starts.filter((at) => at % 1 > 0.98)).toEqual([]);
      }),
    );
  });

  it('spaces them evenly inside a second', () => {
    const starts = startsOf(phaseOf([0, 0, 50])).map((at) => at - 2);
    const gaps = starts.slice(1).map((at, i) => at - starts[i]!);
    expect(gaps).toHaveLength(49);
    for (const gap of gaps) expect(gap).toBeCloseTo(1 / 50 / 1.024, 9);
  });

  it('loses none in a long trace of the same count', () => {
    const perSecond = Array.from({ length: 3600 }, () => 7);
    expect(startsOf(phaseOf(perSecond))).toHaveLength(7 * 3600);
  });
});
