import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { boundsOf, clampReplicas } from '../../policies/index.ts';
import { roundUp } from '../../policies/replicas.ts';
import { type Capacity, targetOf, targetPerShare } from './candidates.ts';

/**
 * Replicas that a rule comes to under an even rate, about: the busy ones over the target (the law of Little), within
 * the bounds. Where a simulation begins, so that its warm-up need not last as long as scaling up from the minimum.
 *
 * @param capacity.serviceSeconds mean service time
 * @example settledReplicas({ kind: 'fixed', replicas: 3 }, 20, { slots: 1, serviceSeconds: 1 }) // 3
 */
export const settledReplicas = (
  policy: PolicySettings,
  ratePerSecond: number,
  capacity: Capacity,
): number => {
  if (policy.kind === 'fixed') return policy.replicas;
  const busyReplicas = (ratePerSecond * capacity.serviceSeconds) / capacity.slots;
  const targetShare = targetOf(policy) / targetPerShare(policy, capacity);
  return clampReplicas(roundUp(busyReplicas / targetShare), boundsOf(policy));
};
