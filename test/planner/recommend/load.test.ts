import { describe, expect, it } from 'vitest';
import {
  arrivalsOf,
  loadOfCounts,
  loadOfPhases,
  loadOfTimestamps,
  peakTimes,
  ratesOf,
} from '../../../planner/recommend/load.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { expectedRequests } from '../../../runs/schema/rate-steps.ts';
import { soakOf, spikeOf } from './builders.ts';

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
    expect(expectedRequests(arrivalsOf(load, 1, createRandom(1)), 10)).toBeCloseTo(100, 9);
  });

  it('stretches the peak and leaves the baseline', () => {
    expect(ratesOf(peakTimes(spike, 2))).toEqual({ baseline: 4, peak: 40 });
  });

  it('grows as a whole where nothing stands out of it', () => {
    expect(ratesOf(peakTimes(soakOf(5, 60), 3))).toEqual({ baseline: 15, peak: 15 });
    expect(peakTimes(loadOfCounts([1, 4]), 2)).toEqual(loadOfCounts([2, 8]));
  });

  it('counts timestamps by their second', () => {
    expect(loadOfTimestamps([0.2, 2.5, 0.9])).toEqual({ kind: 'counts', perSecond: [2, 0, 1] });
  });

  it('finds baseline and peak of counts over 10 s, so that one second is neither', () => {
    const perSecond = Array.from({ length: 60 }, (_, second) => (second === 5 ? 50 : second >= 30 ? 20 : 2));
    expect(ratesOf(loadOfCounts(perSecond))).toEqual({ baseline: 2, peak: 20 });
  });

  it('comes evenly, at random or in bursts, as it was recorded', () => {
    const random = createRandom(1);
    expect(arrivalsOf(spike, 0, random).kind).toBe('even');
    expect(arrivalsOf(spike, 1, random).kind).toBe('poisson');
    const bursty = arrivalsOf(soakOf(20, 2000), 5, random);
    if (bursty.kind !== 'poisson') throw new Error(bursty.kind);
    const rates = bursty.ratePerSecond.map(({ rate }) => rate);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length;
    // A Poisson count of a rate that varies: variance / mean = 1 + variance of the rate / its mean.
    expect(1 + variance / mean).toBeGreaterThan(4.2);
    expect(1 + variance / mean).toBeLessThan(5.8);
  });
});
