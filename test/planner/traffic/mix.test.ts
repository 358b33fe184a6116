import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../../planner/traffic/load.ts';
import { durationOf, loadOfCounts, loadOfDay, ratesOf } from '../../../planner/traffic/load.ts';
import {
  mixOf as anyMixOf,
  isJudged,
  isPredicted,
  type MixOptions,
  type TrafficMix,
} from '../../../planner/traffic/mix.ts';
import { buildPolicy, hoursOf, spikeOf } from '../recommend/builders.ts';

const spike = spikeOf({ baseline: 4, peak: 20, baselineSeconds: 30, holdSeconds: 60, recoverySeconds: 30 });
const azureml = buildPolicy({ kind: 'azureml-v1' });
const hpa = buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] });

/** Without a margin, of a load that came at random. */
const mixOf = (
  load: PlanLoad,
  options: Partial<MixOptions> & Pick<MixOptions, 'spikeShare' | 'policy'>,
): TrafficMix => anyMixOf(load, { margin: 0, isEven: false, ...options });

const sharesOf = (mix: ReturnType<typeof mixOf>): [string, number][] =>
  mix.map(({ kind, share }) => [kind, share]);

describe('the traffic mix', () => {
  it('of a load is the load, and its baseline for the rest of the time', () => {
    expect(sharesOf(mixOf(spike, { spikeShare: 1, policy: azureml }))).toEqual([['load', 1]]);
    const [load, level] = mixOf(spike, { spikeShare: 0.25, policy: azureml });
    expect(load).toMatchObject({ kind: 'load', share: 0.25, load: spike, warmupSeconds: 0 });
    expect(level).toMatchObject({ kind: 'level', share: 0.75 });
    expect(ratesOf(level!.load)).toEqual({ baseline: 4, peak: 4 });
    expect(sharesOf(mixOf(loadOfCounts([1, 2]), { spikeShare: 0, policy: azureml }))).toEqual([
      ['load', 0],
      ['level', 1],
    ]);
  });

  it('of a day judges its rises and pays for its levels', () => {
    const mix = mixOf(loadOfDay(hoursOf([...Array(18).fill(2), ...Array(6).fill(9)])), {
      spikeShare: 1,
      policy: azureml,
    });
    expect(sharesOf(mix)).toEqual([
      ['rise', 0],
      ['level', 0.75],
      ['level', 0.25],
    ]);
    expect(mix.map(isJudged)).toEqual([true, false, false]);
    expect(mix.map((part) => part.startsAtRatePerSecond)).toEqual([2, 2, 9]);
  });

  it('of a day with a spike has it on top of the highest level, for its share of the time', () => {
    const day = loadOfDay(hoursOf([...Array(12).fill(2), ...Array(12).fill(30)]), spike);
    expect(ratesOf(day)).toEqual({ baseline: 2, peak: 46 });
    const mix = mixOf(day, { spikeShare: 0.1, policy: azureml });
    expect(sharesOf(mix)).toEqual([
      ['rise', 0],
      ['spike', 0.1],
      ['level', 0.45],
      ['level', 0.45],
    ]);
    const [, onTop] = mix;
    expect(ratesOf(onTop!.load)).toEqual({ baseline: 30, peak: 46 });
    expect(durationOf(onTop!.load) - onTop!.warmupSeconds).toBe(120);
  });

  it('of a day lets every part outlast the memory of the autoscaler before it is measured', () => {
    const day = loadOfDay(hoursOf([2, 9]));
    const warmupsFor = (policy: typeof azureml): number[] => [
      ...new Set(mixOf(day, { spikeShare: 1, policy }).map(({ warmupSeconds }) => warmupSeconds)),
    ];
    expect(warmupsFor(azureml)).toEqual([120]);
    expect(warmupsFor(hpa)).toEqual([300]);
  });
});

describe('the margin', () => {
  it('is the load once more, with a higher peak from the same baseline and requests at random: judged, not paid for', () => {
    const mix = mixOf(spike, { spikeShare: 0.01, policy: azureml, margin: 0.2 });
    expect(sharesOf(mix)).toEqual([
      ['load', 0.01],
      ['load', 0],
      ['level', 0.99],
    ]);
    const [asFired, harder] = mix;
    expect(asFired).toMatchObject({ peakFactor: 1, arrivals: 'asFired' });
    expect(harder).toMatchObject({ peakFactor: 1.2, arrivals: 'random' });
    expect(ratesOf(harder!.load)).toEqual({ baseline: 4, peak: 24 });
    expect(mix.map(isJudged)).toEqual([true, true, false]);
    expect(mix.map(isPredicted)).toEqual([true, false, false]);
  });

  it('of none still judges a load at random that was fired evenly', () => {
    const mix = mixOf(spike, { spikeShare: 1, policy: azureml, isEven: true });
    expect(mix.map(({ peakFactor, arrivals }) => [peakFactor, arrivals])).toEqual([
      [1, 'asFired'],
      [1, 'random'],
    ]);
    expect(mix.map(isPredicted)).toEqual([true, false]);
  });

  it('of a day makes each of its rises and its spike higher', () => {
    const day = loadOfDay(hoursOf([...Array(12).fill(2), ...Array(12).fill(30)]), spike);
    const mix = mixOf(day, { spikeShare: 0.1, policy: azureml, margin: 0.5 });
    expect(mix.map(({ kind, peakFactor, share }) => [kind, peakFactor, share])).toEqual([
      ['rise', 1, 0],
      ['spike', 1, 0.1],
      ['rise', 1.5, 0],
      ['spike', 1.5, 0],
      ['level', 1, 0.45],
      ['level', 1, 0.45],
    ]);
    expect(mix.filter(isPredicted)).toHaveLength(2);
    expect(ratesOf(mix[2]!.load).peak).toBe(45);
  });
});
