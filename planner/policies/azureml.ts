import type { AzuremlV1Settings } from '../../runs/schema/policy.ts';
import { boundReason } from './bound-reason.ts';
import type { Decision } from './hpa/decision.ts';
import { type Dated, rollingHighest } from './past.ts';
import type { Observation, Policy, Step } from './policy.ts';
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
type AzuremlRule = Omit<AzuremlV1Settings, 'kind' | 'scaleDownHoldSeconds'>;

/** Demands of the last hold, as far as they still matter; empty before the first refresh. */
type AzuremlState = { readonly demands: readonly Dated[] };

/** Float noise in a utilization. */
const slackShare = 1e-9;

type Demand = {
  readonly replicas: number;
  /** Utilization over the target. */
  readonly ratio: number;
  readonly isWithinDeadband: boolean;
};

/** The replicas that the rule would run now if it had no hold. */
const demandOf = (used: number, observation: Observation, rule: AzuremlRule): Demand => {
  const { readyReplicas, pendingReplicas, desiredReplicas } = observation;
  const total = rule.denominator === 'ready' ? readyReplicas : readyReplicas + pendingReplicas;
  const utilization = used === 0 ? 0 : used / total;
  const ratio = utilization / rule.targetUtilization;
  const excess = utilization - rule.targetUtilization;
  if (Math.abs(excess) <= rule.deadband + slackShare)
    return { replicas: desiredReplicas, ratio, isWithinDeadband: true };
  const proportional = roundUp(used / rule.targetUtilization);
  const above = rule.stepLaw === 'oneAtATime' ? desiredReplicas + 1 : Math.max(desiredReplicas, proportional);
  const replicas = excess < 0 ? Math.min(desiredReplicas, proportional) : above;
  return { replicas, ratio, isWithinDeadband: false };
};

type Options = {
  /** Numerator of the ratio, in replicas: the busy ones and, for v2, the queued requests. */
  readonly used: number;
  readonly rule: AzuremlRule;
  readonly holdSeconds: number;
};

/** The first refresh counts the replicas that it finds as wanted just then, so that a restarted router holds them too. */
const refresh = (state: AzuremlState, observation: Observation, { used, rule, holdSeconds }: Options) => {
  const { atSeconds, desiredReplicas } = observation;
  const before = state.demands.length > 0 ? state.demands : [{ atSeconds, replicas: desiredReplicas }];
  const demand = demandOf(used, observation, rule);
  const demands = rollingHighest(before, { atSeconds, replicas: demand.replicas }, holdSeconds);
  const floor = rule.stepLaw === 'oneAtATime' ? desiredReplicas - 1 : 0;
  const lowered = Math.min(desiredReplicas, Math.max(demands[0].replicas, floor));
  return { demand, demands, wished: Math.max(demand.replicas, lowered) };
};

const step = (state: AzuremlState, observation: Observation, options: Options): Step<AzuremlState> => {
  const { demands, wished } = refresh(state, observation, options);
  return { state: { demands }, desiredReplicas: clampReplicas(wished, options.rule) };
};

/** Why a refresh answers as it does. The hold is a stabilization, and "one at a time" on the way down a policy. */
const explain = (state: AzuremlState, observation: Observation, options: Options): Decision => {
  const { demand, demands, wished } = refresh(state, observation, options);
  const { replicas, ratio, isWithinDeadband } = demand;
  const proposal = {
    metric: 'utilization',
    replicas,
    ratio: Number.isFinite(ratio) ? ratio : 0,
    reason: isWithinDeadband ? 'WithinTolerance' : 'AsProposed',
  } as const;
  const heldBy = demands[0].replicas > replicas ? 'Stabilized' : 'PolicyLimited';
  const reason = boundReason(wished, options.rule) ?? (wished === replicas ? proposal.reason : heldBy);
  return { reason, recommendation: replicas, proposals: [proposal] };
};

type AzuremlSettings = AzuremlRule & Pick<AzuremlV1Settings, 'refreshSeconds' | 'minReplicas'>;

/**
 * The rule of one generation of azureml-fe.
 *
 * @param optionsOf what the generations differ in: the numerator of the ratio, and how long a hold lasts
 */
export const azuremlPolicy = <Settings extends AzuremlSettings>(
  kind: 'azureml-v1' | 'azureml-v2',
  optionsOf: (observation: Observation, settings: Settings) => Omit<Options, 'rule'>,
): Policy<AzuremlState, Settings> => {
  const withRule = (observation: Observation, settings: Settings): Options => ({
    ...optionsOf(observation, settings),
    rule: settings,
  });
  return {
    kind,
    needsPods: false,
    intervalSeconds: ({ refreshSeconds }) => refreshSeconds,
    initialReplicas: ({ minReplicas }) => minReplicas,
    initialState: () => ({ demands: [] }),
    step: (state, observation, settings) => step(state, observation, withRule(observation, settings)),
    explain: (state, observation, settings) => explain(state, observation, withRule(observation, settings)),
  };
};
