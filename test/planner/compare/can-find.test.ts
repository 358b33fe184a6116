import { beforeAll, describe, expect, it } from 'vitest';
import { canFind } from '../../../planner/compare/can-find.ts';
import { type BaseSide, baseSideOf, sideOf } from '../../../planner/compare/sides.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

let base: BaseSide;
beforeAll(() => {
  const recording = recordSpike({ policy, baselineSeconds: 15, holdSeconds: 30, recoverySeconds: 15 });
  base = baseSideOf(sideOf([recording]), true);
});

const leastOf = (figure: string, side: BaseSide = base) =>
  canFind(side).figures.find((found) => found.figure === figure)!.least;

describe('what a comparison can find', () => {
  it('is smaller with more runs, by about the root of their number', () => {
    for (const figure of ['serviceTime', 'startupLag']) {
      const [one, two, four, eight] = leastOf(figure) as [number, number, number, number];
      expect(one).toBeGreaterThan(two);
      expect(two).toBeGreaterThan(four);
      expect(four).toBeGreaterThan(eight);
    }
    expect(leastOf('p95Latency')[0]).toBeGreaterThan(leastOf('p95Latency')[2]!);
    const [one, , four] = leastOf('errorShare') as [number, number, number];
    expect(one / four).toBeCloseTo(2, 1);
  });

  it('of the service time is finer than of the p95 that it moves', () => {
    const { inputs, results } = base;
    const ofService = leastOf('serviceTime')[0]! / Math.exp(inputs.serviceTime!.typical.mid);
    const ofP95 = leastOf('p95Latency')[0]! / results[0]!.totals.latency.ok.p95Ms!;
    expect(ofService).toBeLessThan(ofP95);
    expect(ofService).toBeGreaterThan(0);
  });

  it('is never less than what matters', () => {
    expect(leastOf('routerOverhead')[3]).toBeGreaterThanOrEqual(1);
  });

  it('is unknown where chance is', () => {
    expect(leastOf('p95Latency', { ...base, further: [] })).toEqual([null, null, null, null]);
  });
});
