import type { PolicySettings } from '../../runs/schema/policy.ts';
import { azuremlV1Policy } from './azureml-v1.ts';
import { azuremlV2Policy } from './azureml-v2.ts';
import { fixedPolicy } from './fixed.ts';
import type { Decision } from './hpa/decision.ts';
import { hpaPolicy } from './hpa.ts';
import { kedaHttpPolicy } from './keda-http.ts';
import { knativePolicy } from './knative.ts';
import type { Observation, Policy, Step } from './policy.ts';

export type { Decision, DecisionReason } from './hpa/decision.ts';
export {
  addScrape,
  type MetricsServer,
  type MetricsServerSettings,
  openMetricsServer,
  rateBetween,
  type Samples,
  samplesAt,
} from './hpa/metrics-server.ts';
export { metricKey } from './hpa/pod-groups.ts';
export { podRequestsOf, podSampler, serviceMetricsOf } from './hpa/pod-metrics.ts';
export type { Observation, PodObservation, PodSample } from './policy.ts';
export { boundsOf, clampReplicas } from './replicas.ts';

/**
 * An autoscaler somewhere in its run: rule, settings and memory in one immutable value. Stepping gives the next
 * value and leaves this one as it is, so a run can be branched or repeated from any point.
 */
export type Stepper = {
  readonly kind: string;
  /** Whether `Observation.pods` must be filled. */
  readonly needsPods: boolean;
  /** Seconds between two steps; infinite for a rule whose answer never changes. */
  readonly intervalSeconds: number;
  /** What the rule asks for now, within the settings' bounds. */
  readonly desiredReplicas: number;
  /** Why it asks for that, for a rule that tells; undefined before the first step. */
  readonly decision?: Decision | undefined;
  readonly next: (observation: Observation) => Stepper;
  /** The next step of one that asks for the same whatever it sees: nothing need be read for it. */
  readonly nextUnseen?: () => Stepper;
  /** Why the next step would answer as it does; absent for a rule without reasons. */
  readonly explain?: (observation: Observation) => Decision | undefined;
  /** The same rule with its memory, from now on under other numbers. */
  readonly under?: (settings: PolicySettings) => Stepper;
};

/** Hides the state's type: a caller that steps a rule has no use for what the rule remembers. */
const bind = <State, Settings extends PolicySettings>(
  policy: Policy<State, Settings>,
  settings: Settings,
  before?: Step<State>,
): Stepper => {
  const { kind, needsPods, step, explain } = policy;
  const intervalSeconds = policy.intervalSeconds(settings);
  const at = ({ state, desiredReplicas, decision }: Step<State>): Stepper => ({
    kind,
    needsPods,
    intervalSeconds,
    desiredReplicas,
    decision,
    next: (observation) => at(step(state, observation, settings)),
    explain: (observation) =>
      explain ? explain(state, observation, settings) : step(state, observation, settings).decision,
    under: (changed) => {
      if (changed.kind !== kind) throw new Error(`a ${kind} can't go on as ${changed.kind}`);
      return bind(policy, changed as Settings, { state, desiredReplicas });
    },
  });
  return at(
    before ?? { state: policy.initialState(settings), desiredReplicas: policy.initialReplicas(settings) },
  );
};

/**
 * The autoscaler of these settings before its first step, with the replicas it keeps without load.
 *
 * @example startPolicy({ kind: 'fixed', replicas: 3 }).desiredReplicas // 3
 */
export const startPolicy = (settings: PolicySettings): Stepper => {
  switch (settings.kind) {
    case 'azureml-v1':
      return bind(azuremlV1Policy, settings);
    case 'azureml-v2':
      return bind(azuremlV2Policy, settings);
    case 'fixed':
      return bind(fixedPolicy, settings);
    case 'hpa':
      return bind(hpaPolicy, settings);
    case 'keda-http':
      return bind(kedaHttpPolicy, settings);
    case 'knative':
      return bind(knativePolicy, settings);
  }
};
