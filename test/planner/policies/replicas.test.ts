import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clampReplicas, roundUp } from '../../../planner/policies/replicas.ts';

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

it('keeps replicas within their bounds', () => {
  const bounds = { minReplicas: 2, maxReplicas: 10 };
  expect([1, 2, 7, 12].map((replicas) => clampReplicas(replicas, bounds))).toEqual([2, 2, 7, 10]);
});
