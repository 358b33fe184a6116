import { describe, expect, it } from 'vitest';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../../../planner/recommend/search/request.ts';
import { differing, knobsOf } from '../../../../planner/recommend/trials/knobs.ts';
import { variantsOf } from '../../../../planner/recommend/trials/variants.ts';
import { adviceSchema, type Recommendation } from '../../../../runs/schema/recommendation.ts';
import { buildRequest, searchedFor, soakOf } from '../builders.ts';
import { hpa, knative, longTail } from '../long-tail.ts';

const adviceFor = (request: PlanRequest): Recommendation => {
  const advice = recommend(request);
  if (advice.kind !== 'advice') throw new Error(`refused: ${JSON.stringify(advice.reasons)}`);
  return advice;
};

const knobsTurned = ({ settings, compared }: Recommendation): string[] =>
  Object.keys(differing(knobsOf(settings.policy), knobsOf(compared.current.settings.policy)));

describe.each([
  { policy: hpa, turns: 'scaleDown' },
  { policy: knative, turns: 'panicThreshold' },
])('a $policy.kind whose replicas stay for long after a spike', ({ policy, turns }) => {
  const advice = adviceFor(longTail(policy, { draws: 20 }));

  it('is advised other knobs than the documented ones, by name', () => {
    expect(advice.basis).toBe('certain');
    expect(knobsTurned(advice)).toContain(turns);
    expect(variantsOf(policy).map(({ name }) => name)).toContain(advice.variant);
    expect(adviceSchema.parse(advice)).toEqual(advice);
  });

  it('costs at least 10 % more with that knob turned back, or misses the SLO', () => {
    const inUse = knobsOf(policy)[turns as keyof ReturnType<typeof knobsOf>];
    const back = advice.sensitivity.find(
      ({ knob, to }) => knob === turns && JSON.stringify(to) === JSON.stringify(inUse),
    )!;
    expect(back.costChange > 0.1 || back.metShare < advice.confidence).toBe(true);
  });

  it('shows each of its knobs turned alone', () => {
    const own = Object.keys(knobsOf(policy));
    const shown = new Set(advice.sensitivity.map(({ knob }) => knob));
    expect([...shown]).toEqual(
      expect.arrayContaining(own.filter((knob) => knob !== 'scaleDownDelaySeconds')),
    );
    expect(advice.sensitivity.filter(({ from, to }) => JSON.stringify(from) === JSON.stringify(to))).toEqual(
      [],
    );
  });

  it('tells rejected candidates apart', () => {
    const rejected = advice.rejected.map(({ settings }) => JSON.stringify(settings));
    expect(new Set(rejected).size).toBe(rejected.length);
  });

  it('has little left to turn once its knobs are set as advised', () => {
    const again = searchedFor(longTail(advice.settings.policy, { draws: 20 }));
    const ratio = again.prediction.cost.meanReplicas / advice.prediction.cost.meanReplicas;
    expect(ratio).toBeGreaterThan(0.97);
    expect(ratio).toBeLessThan(1.03);
  });
});

describe('the knobs in use', () => {
  it('are kept where nothing depends on them', () => {
    const changes = { load: soakOf(20, 120), slo: { maxErrorShare: 0.01 }, draws: 40 };
    // A Knative service without a maximum saves by a rule that panics less; at the budget no rule adds a replica.
    for (const request of [
      buildRequest({ policy: hpa }, changes),
      buildRequest({ policy: knative }, { ...changes, budgetReplicas: 6 }),
    ]) {
      const advice = adviceFor(request);
      expect(advice.variant).toBeNull();
      expect(knobsTurned(advice)).toEqual([]);
    }
  });
});
