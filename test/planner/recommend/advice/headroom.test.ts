import { describe, expect, it } from 'vitest';
import { reachedBy } from '../../../../planner/recommend/advice/order-interval.ts';
import { withLag } from '../../../../planner/recommend/advice/points.ts';
import { capacityOf } from '../../../../planner/recommend/capacity.ts';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import { openLabFor } from '../../../../planner/recommend/search/plan.ts';
import { withDefaults } from '../../../../planner/recommend/search/request.ts';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { headroomSchema } from '../../../../runs/schema/plan/headroom.ts';
import { buildPolicy, buildRequest } from '../builders.ts';

const request = buildRequest({}, { margin: 0.2, spikeShare: 0.01 });
const advice = recommend(request);
if (advice.kind !== 'advice') throw new Error('refused');
const { headroom } = advice;
const named = (name: string) => headroom.settings.find(({ of }) => of === name)!;

/** All shares that up to so many runs can have. */
const chancesOf = (runsMost: number): number[] =>
  Array.from({ length: runsMost }, (_, i) => i + 1).flatMap((runs) =>
    Array.from({ length: runs + 1 }, (_, held) => held / runs),
  );

describe('the headroom', () => {
  it('of the advice is the margin at least, and more than that of the settings in use', () => {
    expect(headroomSchema.parse(headroom)).toEqual(headroom);
    expect(named('advice').peakFactor.mid).toBeGreaterThanOrEqual(1.2);
    expect(named('advice').peakFactor.mid).toBeGreaterThan(named('current').peakFactor.mid);
    expect(named('advice').ratePerSecond.mid).toBeCloseTo(20 * named('advice').peakFactor.mid, 9);
  });

  it('says of how many of its runs the points of its curves are', () => {
    expect(headroom.curveRuns).toBeLessThan(headroom.runs);
    // Each run holds or not, so a chance is a number of runs.
    for (const { chance } of named('current').byPeak)
      expect(Math.min(...chancesOf(headroom.curveRuns!).map((one) => Math.abs(one - chance)))).toBeLessThan(
        1e-9,
      );
  });

  it('has its middle in its interval', () => {
    for (const { peakFactor } of headroom.settings) {
      expect(peakFactor.low).toBeLessThanOrEqual(peakFactor.mid);
      expect(peakFactor.mid).toBeLessThanOrEqual(peakFactor.high);
    }
  });

  it('falls with the peak: a higher one fails more, and its curve says so', () => {
    for (const { byPeak } of headroom.settings) {
      const shares = byPeak.map(({ errorShare }) => errorShare);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(byPeak.at(-1)!.errorShare).toBeGreaterThan(byPeak[0]!.errorShare);
    }
  });

  it('falls with the start-up lag where the settings rely on new replicas', () => {
    const { byStartupLag } = named('current');
    expect(byStartupLag.at(-1)!.errorShare).toBeGreaterThan(byStartupLag[0]!.errorShare);
  });

  it('of a number that stays is the same at any lag, as its simulation is', () => {
    const failed = named('pageFormula').byStartupLag.map(({ errorShare }) => errorShare);
    expect(new Set(failed).size).toBe(1);
    const lab = openLabFor(withDefaults(request));
    const stays = { ...candidateOf(request.current, 50), minReplicas: 2, maxReplicas: 2 };
    const scoresAt = (lagTimes: number) =>
      tryAll(withLag(lab, lagTimes), [stays], { draws: [0] })[0]!.runs.get(0);
    expect(scoresAt(3)!.errorShare).toBeGreaterThan(0);
    expect(scoresAt(3)).toEqual(scoresAt(1));
  });

  it('is looked for up to the margin at least, however large that is', () => {
    const policy = buildPolicy({ kind: 'fixed', replicas: 60 });
    const { settings } = capacityOf(buildRequest({ policy }, { margin: 3 }), null).headroom;
    expect(settings[0]).toMatchObject({ of: 'current', isLargestTried: true });
    expect(settings[0]!.peakFactor.mid).toBeGreaterThan(4);
  });

  it('is the same without a search', () => {
    expect(capacityOf(request, advice.settings)).toEqual({ headroom, inUse: advice.compared.current });
    const fixed = buildRequest({ policy: buildPolicy({ kind: 'fixed', replicas: 8 }) });
    expect(capacityOf(fixed, null).headroom.settings.map(({ of }) => of)).toEqual(['current', 'pageFormula']);
  });
});

describe('the value that nearly all reach', () => {
  it('lies between order statistics, with the confidence that they reach', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    const interval = reachedBy(values, { missesMax: 3, share: 0.05 });
    expect([interval.low, interval.mid, interval.high]).toEqual([1, 4, 11].map((n) => expect.closeTo(n, 0)));
    expect(interval.confidence).toBeGreaterThan(0.9);
    expect(interval.confidence).toBeLessThan(1);
  });

  it('is the least of a few, whose confidence is small', () => {
    const interval = reachedBy([3, 1, 2], { missesMax: 0, share: 0.05 });
    expect(interval).toMatchObject({ low: 1, mid: 1 });
    expect(interval.confidence).toBeLessThan(0.5);
  });
});
