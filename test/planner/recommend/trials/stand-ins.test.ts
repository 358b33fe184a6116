import { describe, expect, it } from 'vitest';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { openLab } from '../../../../planner/recommend/trials/lab.ts';
import { standInsOf } from '../../../../planner/recommend/trials/stand-ins.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { tryWhole } from '../../../../planner/recommend/trials/try-as-planned.ts';
import { loadOfDay } from '../../../../planner/traffic/load.ts';
import { type MixOptions, mixOf } from '../../../../planner/traffic/mix.ts';
import { buildLabOptions, buildPolicy, hoursOf, spikeOf } from '../builders.ts';

const spike = spikeOf({ baseline: 4, peak: 20, baselineSeconds: 30, holdSeconds: 60, recoverySeconds: 30 });
const defaults: MixOptions = {
  margin: 0.2,
  spikeShare: 0.01,
  isEven: false,
  policy: buildPolicy({ kind: 'azureml-v1' }),
};

describe('where candidates are screened', () => {
  it('the load with the margin stands in for the planned one', () => {
    expect(standInsOf(mixOf(spike, defaults))).toEqual([1, 1, 2]);
  });

  it('nothing does without a margin, or where the planned load is a good part of the cost', () => {
    expect(standInsOf(mixOf(spike, { ...defaults, margin: 0 }))).toEqual([0, 1]);
    expect(standInsOf(mixOf(spike, { ...defaults, spikeShare: 0.5 }))).toEqual([0, 1, 2]);
  });

  it('of a day only the same rise does, and the same spike', () => {
    const mix = mixOf(loadOfDay(hoursOf([...Array(12).fill(2), ...Array(12).fill(30)]), spike), defaults);
    standInsOf(mix).forEach((standIn, part) => {
      const { kind, atSecond, peakFactor } = mix[part]!;
      const isPlanned = kind !== 'level' && peakFactor === 1;
      expect(mix[standIn]).toMatchObject({ kind, atSecond, peakFactor: isPlanned ? 1.2 : peakFactor });
    });
  });

  it('only what is tried whole tells of the planned load', () => {
    const candidate = candidateOf(buildLabOptions().current, 50);
    const [screening, whole] = [openLab(buildLabOptions()), openLab(buildLabOptions())];
    const [screened] = tryAll(screening, [candidate], { draws: [0, 1] });
    const [told] = tryWhole(whole, [candidate], [0, 1]);
    expect(screened!.runs.get(0)!.parts[0]).toEqual(told!.runs.get(0)!.parts[1]);
    expect(screening.state.spentRequests).toBeLessThan(whole.state.spentRequests);
    expect(tryWhole(screening, [candidate], [0, 1])[0]!.runs).toEqual(told!.runs);
    expect(screening.state.spentRequests).toBe(whole.state.spentRequests);
  });
});
