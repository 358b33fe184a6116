import { describe, expect, it } from 'vitest';
import { recommend } from '../../../planner/recommend/recommend.ts';
import { buildPolicy, buildRequest, searchedFor } from './builders.ts';
import { testPlans } from './plan-properties.ts';
import { maximumOf } from './random-plans.ts';

describe('a few random plans; test/long has many more', () => {
  testPlans({
    lowerNoMaximum: { numRuns: 5, seed: 7 },
    turnOnlyWhatPays: { numRuns: 10, seed: 21 },
    payForTheirMargin: { numRuns: 4, seed: 3 },
  });
});

describe('the maximum in use', () => {
  it('is lowered to the budget, and no further', () => {
    const request = buildRequest(
      { policy: buildPolicy({ kind: 'azureml-v1', maxReplicas: 40 }) },
      { draws: 20 },
    );
    expect(maximumOf(searchedFor(request).settings.policy)).toBe(40);
    expect(maximumOf(searchedFor({ ...request, budgetReplicas: 18 }).settings.policy)).toBe(18);
    expect(maximumOf(searchedFor({ ...request, budgetReplicas: 60 }).settings.policy)).toBe(40);
  });

  it('is within the budget also where nothing holds, and then that is said', () => {
    const policy = buildPolicy({ kind: 'azureml-v1', maxReplicas: 40 });
    const advice = recommend(buildRequest({ policy }, { budgetReplicas: 2, draws: 20 }));
    if (advice.kind !== 'advice') throw new Error('refused');
    expect(advice.basis).toBe('leastRegret');
    expect(maximumOf(advice.settings.policy)).toBeLessThanOrEqual(2);
    const [note] = advice.warnings.filter(({ code }) => code === 'budgetTooSmall');
    expect(note).toMatchObject({ replicas: 2, needed: expect.toSatisfy((needed: number) => needed > 2) });
  });

  it('is raised where the margin needs more, with room to catch up', () => {
    const policy = buildPolicy({ kind: 'azureml-v1', maxReplicas: 3 });
    const { settings } = searchedFor(buildRequest({ policy }, { margin: 0.2, spikeShare: 0.01, draws: 20 }));
    // 24 requests/s of 0.2 s keep 4.8 replicas busy.
    expect(maximumOf(settings.policy)).toBeGreaterThan(5);
    expect(maximumOf(settings.policy)).toBeLessThan(15);
  });

  it('stays none where there is none', () => {
    const request = buildRequest({ policy: buildPolicy({ kind: 'knative', target: 1, maxReplicas: 0 }) });
    const advice = recommend(request);
    if (advice.kind !== 'advice') throw new Error('refused');
    const { settings, compared } = advice;
    expect(maximumOf(settings.policy)).toBe(0);
    expect(compared.current.settings.policy).toEqual(request.current);
  });
});
