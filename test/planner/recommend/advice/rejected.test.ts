import { describe, expect, it } from 'vitest';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import { worthTurning } from '../../../../planner/recommend/search/keep.ts';
import type { Recommendation, Rejected } from '../../../../runs/schema/recommendation.ts';
import { buildPolicy, buildRequest } from '../builders.ts';

const planned = new Map<string, Recommendation>();

/** Several tests look at the same advice: it is made once. */
const adviceFor = (...args: Parameters<typeof buildRequest>): Recommendation => {
  const key = JSON.stringify(args);
  const known = planned.get(key);
  if (known !== undefined) return known;
  const [sketch = {}, changes = {}] = args;
  const advice = recommend(buildRequest(sketch, { draws: 20, ...changes }));
  if (advice.kind !== 'advice') throw new Error('refused');
  planned.set(key, advice);
  return advice;
};

const cheaperThan = ({ prediction, rejected }: Recommendation): Rejected[] =>
  rejected.filter(({ meanReplicas }) => meanReplicas < prediction.cost.meanReplicas * (1 - 1e-9));

describe('rejected candidates', () => {
  const services = [
    ['an Azure ML service', {}],
    ['a slow start', { lagMs: 40_000 }],
    ['an HPA', { policy: buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] }) }],
  ] as const;

  it.each(services)('are several, one for each reason, with its numbers: %s', (_, sketch) => {
    const { rejected } = adviceFor(sketch);
    expect(rejected.length).toBeGreaterThanOrEqual(2);
    expect(rejected.filter(({ excuse }) => excuse.kind === 'sameCost').length).toBeLessThanOrEqual(1);
    for (const { excuse, failedRuns, runs, allowed } of rejected) {
      if (excuse.kind === 'sameCost') {
        expect(Math.abs(excuse.measured / excuse.limit - 1)).toBeLessThan(worthTurning.costShare);
        continue;
      }
      expect(excuse.measured).toBeGreaterThanOrEqual(excuse.limit);
      if (excuse.kind !== 'cost') expect(failedRuns).toBeGreaterThan(allowed.failedRuns);
      else expect(excuse.measured / excuse.limit - 1).toBeGreaterThanOrEqual(worthTurning.costShare);
      expect(runs).toBeLessThanOrEqual(allowed.runs);
    }
  });

  it.each(services)('that are cheaper miss the SLO more often than they may: %s', (_, sketch) => {
    const advice = adviceFor(sketch);
    const cheaper = cheaperThan(advice).filter(({ excuse }) => excuse.kind !== 'sameCost');
    expect(cheaper.length).toBeGreaterThan(0);
    for (const { excuse, failedRuns, runs } of cheaper) {
      expect(excuse.kind).not.toBe('cost');
      expect((runs - failedRuns + 1) / (runs + 2)).toBeLessThan(advice.confidence);
    }
  });

  it.each(services)(
    'that cost more are held against the cost that the advice is told with: %s',
    (_, sketch) => {
      const { prediction, rejected } = adviceFor(sketch);
      const dearer = rejected.filter(({ excuse }) => excuse.kind === 'cost' || excuse.kind === 'sameCost');
      expect(dearer.length).toBeGreaterThan(0);
      for (const { excuse, meanReplicas } of dearer) {
        expect(excuse.limit).toBe(prediction.cost.meanReplicas);
        expect(excuse.measured).toBeCloseTo(meanReplicas, 9);
      }
    },
  );

  it('lose by latency where that is what they miss', () => {
    const { rejected } = adviceFor({ serviceMs: 200 }, { slo: { maxErrorShare: 0.3, p95LatencyMs: 700 } });
    const byLatency = rejected.filter(({ excuse }) => excuse.kind === 'latency');
    expect(byLatency.length).toBeGreaterThan(0);
    for (const { excuse } of byLatency) expect(excuse.limit).toBe(700);
  });
});

describe('around the advice', () => {
  it('fewer replicas at least cost less and fail more', () => {
    const { sensitivity } = adviceFor({}, { spikeShare: 0.1 });
    const fewer = sensitivity.filter(({ knob, from, to }) => knob === 'maxReplicas' && to! < from!);
    expect(fewer.length).toBe(1);
    expect(fewer[0]!.errorShareChange).toBeGreaterThanOrEqual(0);
    expect(fewer[0]!.costChange).toBeLessThanOrEqual(0);
  });

  it('a knob that does not move is left out', () => {
    const { sensitivity } = adviceFor({}, { spikeShare: 0.1 });
    expect(sensitivity.length).toBeGreaterThan(2);
    expect(sensitivity.filter(({ from, to }) => from === to)).toEqual([]);
  });

  it('a peak exists that would change the advice', () => {
    const { changes, load } = adviceFor({}, { spikeShare: 0.1 });
    const peak = changes.find(({ what }) => what === 'peak');
    expect(peak?.factor).toBeGreaterThanOrEqual(1);
    expect(peak?.factor).toBeLessThan(4);
    expect(peak?.value).toBeGreaterThanOrEqual(load.peakRatePerSecond);
  });
});
