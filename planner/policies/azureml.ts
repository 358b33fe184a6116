import type { AzuremlV1Settings } from '../../runs/schema/policy.ts';
import { type Dated, rollingHighest } from './past.ts';
import type { Observation, Step } from './policy.ts';
import { clampReplicas, roundUp } from './replicas.ts';

/**
 * What both generations of azureml-fe, the Azure ML router, share: compare utilization with the target at each
 * refresh, raise at once, lower only to what was never exceeded during a whole hold.
 *
 * Documented: the utilization ratio, the target, "more replicas above it, fewer below", eager up, slow down.
 * Not public, so assumed and named in the settings: the step law, which replicas the ratio divides by, sampling
 * at the refresh, no deadband. Also assumed: the hold as a rolling maximum of the demand, the reading of
 * "conservative" under which no replica leaves that was wanted within the last hold.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-kubernetes-inference-routing-azureml-fe
 */
type AzuremlRule = Omit<AzuremlV1Settings, 'kind' | 'scaleDownHoldSeconds'> & {
  readonly holdSeconds: number;
};

/** Demands of the last hold, as far as they still matter; empty before the first refresh. */
export type AzuremlState = { readonly demands: readonly Dated[] };

/** The memory of the rule before its first step. */
export const azuremlInitialState: AzuremlState = { demands: [] };

/** Float noise in a utilization. */
const slackShare = 1e-9;

/** The replicas that the rule would run now if it had no hold. */
const demandOf = (used: number, observation: Observation, rule: AzuremlRule): number => {
  const { readyReplicas, pendingReplicas, desiredReplicas } = observation;
  const total = rule.denominator === 'ready' ? readyReplicas : readyReplicas + pendingReplicas;
  const utilization = used === 0 ? 0 : used / total;
  const excess = utilization - rule.targetUtilization;
  if (Math.abs(excess) <= rule.deadband + slackShare) return desiredReplicas;
  const proportional = roundUp(used / rule.targetUtilization);
  if (excess < 0) return Math.min(desiredReplicas, proportional);
  return rule.stepLaw === 'oneAtATime' ? desiredReplicas + 1 : Math.max(desiredReplicas, proportional);
};

/**
 * One refresh. The first one counts the replicas that it finds as wanted just then, so that a restarted router
 * holds them too.
 *
 * @param used the ratio's numerator in replicas: the busy ones and, for v2, the queued requests
 */
export const stepAzureml = (
  state: AzuremlState,
  observation: Observation,
  options: { readonly used: number; readonly rule: AzuremlRule },
): Step<AzuremlState> => {
  const { used, rule } = options;
  const { atSeconds, desiredReplicas } = observation;
  const before = state.demands.length > 0 ? state.demands : [{ atSeconds, replicas: desiredReplicas }];
  const demand = demandOf(used, observation, rule);
  const demands = rollingHighest(before, { atSeconds, replicas: demand }, rule.holdSeconds);
  const floor = rule.stepLaw === 'oneAtATime' ? desiredReplicas - 1 : 0;
  const lowered = Math.min(desiredReplicas, Math.max(demands[0].replicas, floor));
  return {
    state: { demands },
    desiredReplicas: clampReplicas(Math.max(demand, lowered), rule),
  };
};
