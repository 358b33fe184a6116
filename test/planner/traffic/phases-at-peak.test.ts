import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plannedSecondsOf } from '../../../planner/timeline/planned-rate.ts';
import { higherPeak, loadOfPhases } from '../../../planner/traffic/load.ts';
import { phasesAtPeak } from '../../../planner/traffic/phases-at-peak.ts';
import { phaseSchema } from '../../../runs/schema/load/load.ts';
import { type DrawableLoad, phasesOf } from '../../../scenarios/profile.ts';

const rate = fc.integer({ min: 1, max: 200 });
const seconds = fc.integer({ min: 1, max: 30 });
const loads: fc.Arbitrary<DrawableLoad> = fc.oneof(
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
    steps: fc.integer({ min: 1, max: 5 }),
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
    perSecond: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 30 }),
  }),
);

it('what is fired at a margin has the rates that are simulated at it, in every shape of a load', () => {
  fc.assert(
    fc.property(loads, fc.double({ min: 0.01, max: 3, noNaN: true }), (load, margin) => {
      const phases = phasesOf(load);
      const scaled = phasesAtPeak(phases, 1 + margin);
      expect(loadOfPhases(scaled)).toEqual(higherPeak(loadOfPhases(phases), 1 + margin));
      expect(scaled.map(({ name, startSeconds }) => [name, startSeconds])).toEqual(
        phases.map(({ name, startSeconds }) => [name, startSeconds]),
      );
      expect(plannedSecondsOf(scaled)).toBe(plannedSecondsOf(phases));
      for (const phase of scaled) phaseSchema.parse(phase);
    }),
  );
});

it('the peak of a spike grows, its baseline stays', () => {
  const phases = phasesOf({
    scenario: 'spike',
    baselineRatePerSecond: 10,
    peakRatePerSecond: 60,
    baselineSeconds: 5,
    holdSeconds: 10,
    recoverySeconds: 5,
  });
  expect(phasesAtPeak(phases, 1.2).map(({ pieces }) => pieces)).toEqual([
    [{ durationSeconds: 5, fromRatePerSecond: 10, toRatePerSecond: 10 }],
    [{ durationSeconds: 10, fromRatePerSecond: 72, toRatePerSecond: 72 }],
    [{ durationSeconds: 5, fromRatePerSecond: 10, toRatePerSecond: 10 }],
  ]);
});
