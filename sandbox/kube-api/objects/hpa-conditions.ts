import type { Decision } from '../../../planner/policies/index.ts';

type Condition = { readonly status: 'True' | 'False'; readonly reason: string; readonly message: string };

const within: Condition = {
  status: 'False',
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};

const limitedBy = (reason: string, message: string): Condition => ({ status: 'True', reason, message });

const activityOf = (decision: Decision | undefined): Condition => {
  if (decision === undefined || decision.reason === 'InvalidMetrics')
    return {
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message: 'the HPA was unable to compute the replica count: no metrics returned',
    };
  if (decision.reason === 'ScalingDisabled')
    return {
      status: 'False',
      reason: 'ScalingDisabled',
      message: 'scaling is disabled since the replica count of the target is zero',
    };
  return {
    status: 'True',
    reason: 'ValidMetricFound',
    message: 'the HPA was able to successfully calculate a replica count',
  };
};

const abilityOf = (decision: Decision | undefined, isRise: boolean): Condition => {
  if (decision?.reason !== 'Stabilized')
    return {
      status: 'True',
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    };
  return isRise
    ? limitedBy(
        'ScaleUpStabilized',
        'recent recommendations were lower than current one, applying the lowest recent recommendation',
      )
    : limitedBy(
        'ScaleDownStabilized',
        'recent recommendations were higher than current one, applying the highest recent recommendation',
      );
};

const limitationOf = (decision: Decision | undefined, isRise: boolean): Condition => {
  switch (decision?.reason) {
    case 'AtMax':
      return limitedBy('TooManyReplicas', 'the desired replica count is more than the maximum replica count');
    case 'AtMin':
      return limitedBy('TooFewReplicas', 'the desired replica count is less than the minimum replica count');
    case 'PolicyLimited':
      return isRise
        ? limitedBy(
            'ScaleUpLimit',
            'the desired replica count is increasing faster than the maximum scale rate',
          )
        : limitedBy(
            'ScaleDownLimit',
            'the desired replica count is decreasing faster than the maximum scale rate',
          );
    default:
      return within;
  }
};

/**
 * The three conditions of an HPA after a sync, in the controller's own words.
 *
 * @param decision undefined: before the first sync
 * @param fromReplicas the replicas that the sync started from
 */
export const conditionsOf = (
  decision: Decision | undefined,
  fromReplicas: number,
): Readonly<Record<'AbleToScale' | 'ScalingActive' | 'ScalingLimited', Condition>> => {
  const isRise = (decision?.recommendation ?? fromReplicas) >= fromReplicas;
  return {
    AbleToScale: abilityOf(decision, isRise),
    ScalingActive: activityOf(decision),
    ScalingLimited: limitationOf(decision, isRise),
  };
};
