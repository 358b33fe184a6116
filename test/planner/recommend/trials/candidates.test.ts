import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  candidateOf,
  nameOf,
  policyOf,
  replicaLattice,
  targetPerShare,
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

describe('the target of a fully used replica', () => {
  const capacity = { slots: 4, serviceSeconds: 0.2 };
  const hpaOn = (metric: object) => ({ kind: 'hpa', maxReplicas: 10, metrics: [metric] });

  it.each([
    ['a share', { kind: 'azureml-v2' }, 1],
    ['what busy pods use of their request', hpaOn({ targetValue: 0.5, scale: 0.8 }), 0.8],
    ['its slots', hpaOn({ name: 'inFlight', source: 'concurrency', targetValue: 3 }), 4],
    ['requests per second', hpaOn({ name: 'rps', source: 'requestRate', targetValue: 9 }), 20],
    ['its slots, too', { kind: 'keda-http', metric: 'concurrency' }, 4],
    ['requests per second, too', { kind: 'keda-http', metric: 'requestRate' }, 20],
  ])('is %s', (_, policy, target) => {
    expect(targetPerShare(buildPolicy(policy), capacity)).toBeCloseTo(target, 12);
  });
});
