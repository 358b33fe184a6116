import { describe, expect, it } from 'vitest';
import { arrivalsOf, loadOfCounts, loadOfPhases, peakTimes, ratesOf } from '../../../planner/traffic/load.ts';
import { expectedRequests } from '../../../runs/schema/model/expected-requests.ts';
import { soakOf, spikeOf } from '../recommend/builders.ts';

const spike = spikeOf({ baseline: 4, peak: 20, baselineSeconds: 30, holdSeconds: 60, recoverySeconds: 30 });

describe('the load to plan for', () => {
  it('keeps the planned requests of a slope', () => {
    const load = loadOfPhases([
      {
        name: 'ramp',
        kind: 'ramp',
        startSeconds: 0,
        durationSeconds: 10,
        pieces: [{ durationSeconds: 10, fromRatePerSecond: 0, toRatePerSecond: 20 }],
      },
    ]);
    expect(expectedRequests(arrivalsOf(load, 1), 10)).toBeCloseTo(100, 9);
  });

  it('stretches the peak and leaves the baseline', () => {
    expect(ratesOf(peakTimes(spike, 2))).toEqual({ baseline: 4, peak: 40 });
  });

  it('grows as a whole where nothing stands out of it', () => {
    expect(ratesOf(peakTimes(soakOf(5, 60), 3))).toEqual({ baseline: 15, peak: 15 });
    expect(peakTimes(loadOfCounts([1, 4]), 2)).toEqual(loadOfCounts([2, 8]));
  });

  it('finds baseline and peak of counts over 10 s, so that one second is neither', () => {
    const perSecond = Array.from({ length: 60 }, (_, second) => (second === 5 ? 50 : second >= 30 ? 20 : 2));
    expect(ratesOf(loadOfCounts(perSecond))).toEqual({ baseline: 2, peak: 20 });
  });

  it('comes evenly, at random or in bursts, as it was recorded', () => {
    expect(arrivalsOf(spike, 0).kind).toBe('even');
    expect(arrivalsOf(spike, 0.9)).toEqual({
      kind: 'poisson',
      ratePerSecond: spike.kind === 'rate' ? spike.steps : [],
    });
    expect(arrivalsOf(spike, 2)).toMatchObject({ kind: 'poisson', dispersion: 2 });
  });
});
