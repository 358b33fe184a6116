import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedPolicy } from '../../../../planner/recommend/trials/changed-policy.ts';
import { buildPolicy } from '../builders.ts';

const policies = [
  { kind: 'azureml-v1' },
  { kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] },
  { kind: 'keda-http' },
  { kind: 'knative', target: 1 },
]
  .map(buildPolicy)
  .filter((policy) => policy.kind !== 'fixed');

describe('a changed policy', () => {
  it('is the same where nothing changes, a maximum of none included', () => {
    for (const policy of policies) expect(changedPolicy(policy, {})).toEqual(policy);
  });

  it('differs in what was changed alone', () => {
    assert(
      property(constantFrom(...policies), integer({ min: 1, max: 200 }), (policy, replicas) => {
        const raised = { ...policy, maxReplicas: replicas };
        expect(changedPolicy(policy, { maxReplicas: replicas })).toEqual(raised);
        expect(changedPolicy(policy, { minReplicas: replicas })).toEqual({
          ...policy,
          minReplicas: replicas,
        });
      }),
    );
    const [azureml, hpa] = policies;
    expect(changedPolicy(azureml!, { target: 0.4 })).toEqual({ ...azureml, targetUtilization: 0.4 });
    expect(changedPolicy(hpa!, { target: 0.4 })).toMatchObject({ metrics: [{ targetValue: 0.4 }] });
  });
});
