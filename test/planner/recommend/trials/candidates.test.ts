import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  candidateOf,
  nameOf,
  policyOf,
  replicaLattice,
} from '../../../../planner/recommend/trials/candidates.ts';
import { buildPolicy } from '../builders.ts';

const policies = [
  { kind: 'azureml-v1' },
  { kind: 'azureml-v2' },
  { kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] },
  { kind: 'keda-http' },
  { kind: 'knative', target: 1, maxReplicas: 20 },
  { kind: 'fixed', replicas: 3 },
].map(buildPolicy);

describe('a candidate', () => {
  it('written into its own policy changes nothing', () => {
    for (const policy of policies) expect(policyOf(policy, candidateOf(policy, 20))).toEqual(policy);
  });

  it('has a name of its own', () => {
    const candidate = candidateOf(policies[0]!, 20);
    const others = [candidate, { ...candidate, queueWaitMs: null }, { ...candidate, requestTimeoutMs: 5000 }];
    expect(new Set(others.map(nameOf)).size).toBe(3);
  });
});

describe('replica counts that are searched', () => {
  it('ascend by at most a whole replica or 5 %, up to what is asked for', () => {
    assert(
      property(integer({ min: 1, max: 5000 }), (atLeast) => {
        const counts = replicaLattice(atLeast);
        expect(counts[0]).toBe(1);
        expect(counts.at(-1)).toBeGreaterThanOrEqual(atLeast);
        counts.slice(1).forEach((count, i) => {
          const step = count - counts[i]!;
          expect(step).toBeGreaterThan(0);
          expect(step).toBeLessThanOrEqual(Math.max(1, 0.05 * counts[i]!));
        });
      }),
    );
  });
});
