import { describe, expect, it } from 'vitest';
import { higherPeak, loadOfCounts, type RateLoad, steadyLoad } from '../../../planner/traffic/load.ts';
import { untilAfterRise } from '../../../planner/traffic/until-after-rise.ts';

const spike: RateLoad = {
  kind: 'rate',
  durationSeconds: 600,
  steps: [
    { atSecond: 0, rate: 20 },
    { atSecond: 240, rate: 100 },
    { atSecond: 420, rate: 20 },
  ],
};

describe('a load until after its rise', () => {
  it('ends so long after it has risen to its peak, also with the margin', () => {
    expect(untilAfterRise(spike, 60)).toEqual({
      ...spike,
      durationSeconds: 300,
      steps: spike.steps.slice(0, 2),
    });
    expect(untilAfterRise(higherPeak(spike, 1.2), 60)).toMatchObject({ durationSeconds: 300 });
  });

  it('is whole where its end comes sooner, or where no one rise leads to the peak', () => {
    const staircase = {
      ...spike,
      steps: [...spike.steps.slice(0, 1), { atSecond: 120, rate: 60 }, ...spike.steps.slice(1)],
    };
    for (const load of [spike, staircase, steadyLoad(20, 600), loadOfCounts([1, 2, 9, 9, 2])])
      expect(untilAfterRise(load, load === spike ? 400 : 1)).toBe(load);
  });
});
