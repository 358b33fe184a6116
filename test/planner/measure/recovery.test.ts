import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsToRecover } from '../../../planner/measure/recovery.ts';
import { plannedRise, steepestRise } from '../../../planner/measure/steepest-rise.ts';
import type { Piece } from '../../../runs/schema/load/load.ts';
import { hold, inOrder, slope } from '../../../scenarios/phases.ts';

const at = (errors: readonly number[], fromSecond: number, maxErrorShare = 0.01): number | null =>
  secondsToRecover(
    { seconds: errors.length, isBad: (second) => errors[second]! > maxErrorShare * 10 },
    fromSecond,
  );

describe('secondsToRecover', () => {
  it('ends with the last second over the limit', () => {
    expect(at([0, 0, 9, 9, 0, 1, 0, 0, 0, 0, 0, 0], 2)).toBe(4);
  });

  it('is 0 when nothing fails after the rise, whatever failed before', () => {
    expect(at([9, 9, 0, 0, 0, 0, 0, 0], 2)).toBe(0);
  });

  it('does not count seconds at the limit', () => {
    expect(at([0, 1, 1, 0, 0, 0, 0, 0, 0], 0, 0.1)).toBe(0);
  });

  it('is not known when seconds fail until the end', () => {
    expect(at([0, 9, 0, 0, 9, 0, 0, 0, 0], 1)).toBeNull();
    expect(at([0, 9, 0, 9, 0, 0, 0, 0, 0], 1)).toBe(3);
  });
});

describe('steepestRise', () => {
  it('is the largest step up of a rate', () => {
    const rates = [20, 60, 10, 40];
    expect(
      steepestRise({ kind: 'poisson', ratePerSecond: rates.map((rate, i) => ({ atSecond: 30 * i, rate })) }),
    ).toBe(30);
  });

  it('is found in counts and timestamps too', () => {
    const perSecond = Array.from({ length: 90 }, (_, second) => (second < 40 ? 5 : second < 70 ? 30 : 5));
    expect(steepestRise({ kind: 'counts', perSecond })).toBe(40);
    const seconds = perSecond.flatMap((n, second) => Array.from({ length: n }, (_, i) => second + i / n));
    expect(steepestRise({ kind: 'timestamps', seconds })).toBe(40);
  });

  it('is none where the load never rises, or only as noise does', () => {
    expect(steepestRise({ kind: 'even', ratePerSecond: [{ atSecond: 5, rate: 9 }] })).toBeNull();
    const perSecond = Array.from({ length: 60 }, (_, second) => 20 + ((second * 7) % 5));
    expect(steepestRise({ kind: 'counts', perSecond })).toBeNull();
  });

  it('is the beginning of a slope: its seconds rise by the same but for rounding', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        fc.integer({ min: 2, max: 900 }),
        (from, by, seconds) => {
          const ramp = slope(from, from + by, seconds);
          const alone = inOrder([{ name: 'ramp', kind: 'ramp', pieces: [ramp] }]);
          expect(plannedRise(alone)).toBe(1);
          const after = inOrder([{ name: 'ramp', kind: 'ramp', pieces: [hold(from, 60), ramp] }]);
          // The rate in the middle of its first second has risen by half a second's rise.
          expect(plannedRise(after)).toBe(61);
        },
      ),
    );
  });

  it('is the steepest of several slopes, and a step before any of them', () => {
    const phasesOf = (...pieces: Piece[]) => inOrder([{ name: 'ramp', kind: 'ramp', pieces }]);
    const slopes = [slope(5, 15, 100), slope(15, 45, 100), slope(45, 50, 100)];
    expect(plannedRise(phasesOf(...slopes))).toBe(101);
    expect(plannedRise(phasesOf(...slopes, hold(60, 10)))).toBe(300);
  });
});
