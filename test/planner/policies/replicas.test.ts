import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundsOf, clampReplicas, roundUp } from '../../../planner/policies/replicas.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

it('rounds up, but not the noise of a float division', () => {
  expect(2.1 / 0.7).toBeGreaterThan(3);
  expect(roundUp(2.1 / 0.7)).toBe(3);
  expect(roundUp(2.001)).toBe(3);
  expect(roundUp(0)).toBe(0);
});

it('gives back any number of replicas that a share was multiplied into', () => {
  const share = fc.integer({ min: 1, max: 100 }).map((percentage) => percentage / 100);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), share, (replicas, target) => {
      expect(roundUp((replicas * target) / target)).toBe(replicas);
    }),
  );
});

it('has no upper bound where the settings have none, and both in a fixed number', () => {
  const unlimited = policySettingsSchema.parse({ kind: 'knative', minReplicas: 2 });
  expect(boundsOf(unlimited)).toEqual({ minReplicas: 2, maxReplicas: Number.POSITIVE_INFINITY });
  expect(boundsOf({ kind: 'fixed', replicas: 3 })).toEqual({ minReplicas: 3, maxReplicas: 3 });
});

it('keeps replicas within their bounds', () => {
  const bounds = { minReplicas: 2, maxReplicas: 10 };
  expect([1, 2, 7, 12].map((replicas) => clampReplicas(replicas, bounds))).toEqual([2, 2, 7, 10]);
});
