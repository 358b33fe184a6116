import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  plannedArrivalsBySecond,
  plannedArrivalsOf,
  plannedArrivalsUntil,
  plannedSecondsOf,
} from '../../planner/timeline/planned-rate.ts';
import { type DrawableLoad, phasesOf } from '../../scenarios/profile.ts';

const rate = fc.integer({ min: 1, max: 400 });
const seconds = fc.integer({ min: 1, max: 300 });
const anyLoad: fc.Arbitrary<DrawableLoad> = fc.oneof(
  fc.record({
    scenario: fc.constant('spike' as const),
    baselineRatePerSecond: rate,
    peakRatePerSecond: rate,
    baselineSeconds: seconds,
    holdSeconds: seconds,
    recoverySeconds: seconds,
  }),
  fc.record({
    scenario: fc.constant('staircase' as const),
    firstRatePerSecond: rate,
    stepRatePerSecond: rate,
    steps: fc.integer({ min: 1, max: 20 }),
    stepSeconds: seconds,
  }),
  fc.record({
    scenario: fc.constant('ramp' as const),
    fromRatePerSecond: rate,
    toRatePerSecond: rate,
    rampSeconds: seconds,
  }),
  fc.record({ scenario: fc.constant('soak' as const), ratePerSecond: rate, soakSeconds: seconds }),
  fc.record({
    scenario: fc.constant('replay' as const),
    perSecond: fc.array(fc.nat(60), { minLength: 1, maxLength: 200 }),
  }),
);

describe('phasesOf', () => {
  it('draws the spike as baseline, spike and recovery', () => {
    const phases = phasesOf({
      scenario: 'spike',
      baselineRatePerSecond: 10,
      peakRatePerSecond: 60,
      baselineSeconds: 15,
      holdSeconds: 45,
      recoverySeconds: 20,
    });
    expect(
      phases.map(({ name, startSeconds, durationSeconds }) => [name, startSeconds, durationSeconds]),
    ).toEqual([
      ['baseline', 0, 15],
      ['spike', 15, 45],
      ['recovery', 60, 20],
    ]);
    expect(phases.map(plannedArrivalsOf)).toEqual([150, 2700, 200]);
  });

  it('gives every step of a staircase a phase of its own', () => {
    const phases = phasesOf({
      scenario: 'staircase',
      firstRatePerSecond: 5,
      stepRatePerSecond: 10,
      steps: 3,
      stepSeconds: 20,
    });
    expect(phases.map(({ name }) => name)).toEqual(['step-1', 'step-2', 'step-3']);
    expect(phases.map(plannedArrivalsOf)).toEqual([100, 300, 500]);
  });

  it('draws a replay with its counts, equal neighbours as one piece', () => {
    const [phase] = phasesOf({ scenario: 'replay', perSecond: [0, 0, 0, 7, 7, 1] });
    expect(phase).toMatchObject({ name: 'replay', startSeconds: 0, durationSeconds: 6 });
    expect(phase?.pieces.map((piece) => [piece.durationSeconds, piece.toRatePerSecond])).toEqual([
      [3, 0],
      [2, 7],
      [1, 1],
    ]);
  });

  it('leaves no gap between phases, and names them apart', () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const phases = phasesOf(load);
        phases.forEach((phase, i) => {
          const before = phases[i - 1];
          expect(phase.startSeconds).toBe(before ? before.startSeconds + before.durationSeconds : 0);
        });
        expect(new Set(phases.map(({ name }) => name)).size).toBe(phases.length);
      }),
    );
  });
});

describe('plannedArrivalsUntil', () => {
  it('is the area under a ramp', () => {
    const phases = phasesOf({
      scenario: 'ramp',
      fromRatePerSecond: 0.0001,
      toRatePerSecond: 100,
      rampSeconds: 10,
    });
    expect(plannedArrivalsUntil(phases, 5)).toBeCloseTo(125, 2);
    expect(plannedArrivalsUntil(phases, 10)).toBeCloseTo(500, 2);
  });

  it('never falls, and ends at the sum of the phases', () => {
    fc.assert(
      fc.property(anyLoad, fc.double({ min: 0, max: 1, noNaN: true }), (load, share) => {
        const phases = phasesOf(load);
        const end = plannedSecondsOf(phases);
        const total = phases.map(plannedArrivalsOf).reduce((sum, n) => sum + n, 0);
        expect(plannedArrivalsUntil(phases, end * share)).toBeLessThanOrEqual(total + 1e-6);
        expect(plannedArrivalsUntil(phases, end + 100)).toBeCloseTo(total, 6);
      }),
    );
  });
});

describe('plannedArrivalsBySecond', () => {
  it('is the trace of a replay', () => {
    const perSecond = [0, 3, 3, 0, 0, 80, 1];
    expect(plannedArrivalsBySecond(phasesOf({ scenario: 'replay', perSecond }), 9)).toEqual([
      ...perSecond,
      0,
      0,
    ]);
  });

  it('is the area between the borders of each second', () => {
    fc.assert(
      fc.property(anyLoad, fc.integer({ min: 1, max: 100 }), (load, seconds) => {
        const phases = phasesOf(load);
        plannedArrivalsBySecond(phases, seconds).forEach((arrivals, second) => {
          const expected = plannedArrivalsUntil(phases, second + 1) - plannedArrivalsUntil(phases, second);
          expect(arrivals).toBeCloseTo(expected, 6);
        });
      }),
    );
  });
});
