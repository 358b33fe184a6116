import { kubernetes } from '../../platforms/kubernetes.ts';
import { type Dated, youngerThan } from '../past.ts';
import type { ScalingPolicy, ScalingRules } from './rules.ts';

/**
 * The replicas that one policy allows, counted from where its period began. In double floats as the controller computes
 * it, noise included: 10 % on 50 replicas allows 56, because 50 x 1.1 is a little above 55.
 */
const allowedBy = (policy: ScalingPolicy, periodStartReplicas: number, sign: 1 | -1): number => {
  if (policy.type === 'Pods') return periodStartReplicas + sign * policy.value;
  const allowed = periodStartReplicas * (1 + (sign * policy.value) / 100);
  // Rounded so that a percentage of few replicas is still one replica, or it would never move.
  return sign > 0 ? Math.ceil(allowed) : Math.trunc(allowed);
};

/**
 * How far the scaling policies of one direction let the replicas go at this sync: up for 1, down for -1.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go, calculateScaleUpLimitWithScalingRules
 * and calculateScaleDownLimitWithBehaviors
 *
 * @param now the current replicas
 * @param changes made so far: replicas added (above 0) or removed (below 0)
 */
export const policyLimit = (
  rules: ScalingRules,
  now: Dated,
  { changes, sign }: { readonly changes: readonly Dated[]; readonly sign: 1 | -1 },
): number => {
  const { atSeconds, replicas: currentReplicas } = now;
  if (rules.selectPolicy === 'Disabled') return currentReplicas;
  const allowed = rules.policies.map((policy) => {
    const changed = youngerThan(changes, atSeconds, policy.periodSeconds).reduce(
      (sum, change) => sum + change.replicas,
      0,
    );
    return allowedBy(policy, currentReplicas - changed, sign);
  });
  const picksHighest = (rules.selectPolicy === 'Max') === sign > 0;
  const limit = picksHighest ? Math.max(...allowed) : Math.min(...allowed);
  return sign > 0 ? Math.max(currentReplicas, limit) : Math.min(currentReplicas, limit);
};

const { factor, least } = kubernetes.controller.limitWithoutBehavior.value;

/**
 * How far up an HPA without `spec.behavior` goes at one sync. It remembers no earlier change.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go, calculateScaleUpLimit
 *
 * @example limitWithoutBehavior(1) // 4
 */
export const limitWithoutBehavior = (currentReplicas: number): number =>
  Math.max(factor * currentReplicas, least);
