import { describe, expect, it } from 'vitest';
import { recommend } from '../../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../../planner/recommend/search/request.ts';
import { loadOfDay } from '../../../planner/traffic/load.ts';
import { adviceSchema, type Recommendation } from '../../../runs/schema/recommendation.ts';
import {
  buildPolicy,
  buildRequest,
  hoursOf,
  type ServiceSketch,
  searchedFor,
  soakOf,
  spikeOf,
} from './builders.ts';
import { costsWhatTheDayCosts } from './day-cost.ts';

type Asked = [
  rates: readonly number[],
  sketch?: Partial<ServiceSketch> | undefined,
  changes?: Partial<PlanRequest>,
];

const requestFor = (...[rates, sketch = {}, changes = {}]: Asked): PlanRequest =>
  buildRequest(sketch, { load: loadOfDay(hoursOf(rates)), draws: 20, ...changes });

/** By the search alone, for what needs no explanation. */
const foundFor = (...asked: Asked) => searchedFor(requestFor(...asked));

const adviceFor = (...asked: Asked): Recommendation => {
  const advice = recommend(requestFor(...asked));
  if (advice.kind !== 'advice') throw new Error('refused');
  return advice;
};

const nightAndDay = [...Array(16).fill(2), ...Array(8).fill(10)];

describe('a plan for a day', () => {
  const advice = adviceFor(nightAndDay);

  it('meets the SLO at the rise with the asked confidence', () => {
    expect(adviceSchema.parse(advice)).toEqual(advice);
    expect(advice.basis).toBe('certain');
    expect(advice.prediction.meetsSlo.mid).toBeGreaterThanOrEqual(0.95);
  });

  it('says what it was planned for', () => {
    const { kind, durationSeconds, requests, baselineRatePerSecond, peakRatePerSecond, mix } = advice.load;
    expect({ kind, durationSeconds, requests }).toEqual({
      kind: 'day',
      durationSeconds: 86_400,
      requests: 3600 * (16 * 2 + 8 * 10),
    });
    expect([baselineRatePerSecond, peakRatePerSecond]).toEqual([2, 10]);
    expect(mix.map((part) => [part.kind, part.atSecond, part.highestRatePerSecond])).toEqual([
      ['rise', 57_600, 10],
      ['level', null, 2],
      ['level', null, 10],
    ]);
  });

  it('costs what its levels hold, each for its share of the day', () => {
    const { mix } = advice.load;
    const cost = mix.reduce((sum, { share, meanReplicas }) => sum + share * meanReplicas, 0);
    expect(advice.prediction.cost.meanReplicas).toBeCloseTo(cost, 9);
    const [, night, day] = mix;
    expect(night!.meanReplicas).toBeLessThanOrEqual(day!.meanReplicas);
    // Little's law: 10 requests/s of 0.2 s keep two replicas busy.
    expect(day!.meanReplicas).toBeGreaterThan(2);
  });

  it('costs what the whole day costs, simulated from midnight to midnight; test/long has another rule', () => {
    costsWhatTheDayCosts(buildPolicy({ kind: 'azureml-v1' }));
  });

  it('is cheaper than one for its peak all day', () => {
    const always = foundFor(Array(24).fill(10));
    expect(advice.prediction.cost.meanReplicas).toBeLessThan(always.prediction.cost.meanReplicas);
  });

  it('has requests that come at random, however evenly the recorded ones came', () => {
    expect(adviceFor(nightAndDay, { dispersion: 0 })).toMatchObject({
      load: { arrivals: 'poisson' },
      settings: advice.settings,
      warnings: advice.warnings,
    });
  });

  it('holds a spike on top where there is one, which costs more', () => {
    const shape = { baseline: 4, peak: 14, baselineSeconds: 20, holdSeconds: 40, recoverySeconds: 20 };
    const load = loadOfDay(hoursOf(nightAndDay), spikeOf(shape));
    const withSpike = adviceFor(nightAndDay, {}, { load, spikeShare: 0.01 });
    expect(withSpike.load).toMatchObject({ spikeShare: 0.01, peakRatePerSecond: 20 });
    expect(advice.load.spikeShare).toBe(0);
    expect(withSpike.prediction.cost.meanReplicas).toBeGreaterThan(advice.prediction.cost.meanReplicas);
  });
});

describe('a flat day', () => {
  it('is one level, however many rows it has', () => {
    const two = loadOfDay([
      { atSecond: 0, rate: 6 },
      { atSecond: 40_000, rate: 6 },
    ]);
    expect(adviceFor([], {}, { load: two })).toEqual(adviceFor(Array(24).fill(6)));
  });

  it('is planned as its rate for as long as the window', () => {
    const fixed = { policy: buildPolicy({ kind: 'fixed', replicas: 2 }) };
    for (const rate of [3, 12]) {
      const day = foundFor(Array(24).fill(rate), fixed).prediction.cost.meanReplicas;
      const soak = foundFor([], fixed, { load: soakOf(rate, 300) }).prediction.cost.meanReplicas;
      // Other random numbers: the least replicas that hold may differ by one.
      expect(Math.abs(day - soak)).toBeLessThan(1 + 1e-6);
    }
  });
});
