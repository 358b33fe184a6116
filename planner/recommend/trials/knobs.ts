import {
  type BehaviorRules,
  type PolicySettings,
  policySettingsSchema,
} from '../../../runs/schema/policy.ts';
import type { KnobValue, PolicyKnob } from '../../../runs/schema/recommendation.ts';
import { rulesOf, type ScalingRules } from '../../policies/hpa/rules.ts';

/** A policy's own settings beside target, bounds and refresh interval, in the words and units of the policy. */
export type Knobs = {
  /** HPA: the rules of one direction, nothing left to a default. */
  readonly scaleUp?: BehaviorRules;
  readonly scaleDown?: BehaviorRules;
  /** KEDA: the window of the request rate. */
  readonly windowSeconds?: number;
  /** Knative. */
  readonly stableWindowSeconds?: number;
  readonly panicWindowShare?: number;
  readonly panicThreshold?: number;
  readonly scaleDownDelaySeconds?: number;
};

/** More pods than any plan has: an HPA knows no rule without a limit. */
export const unlimitedPods = 10_000;

const written = ({ windowSeconds, selectPolicy, policies }: ScalingRules): BehaviorRules => ({
  stabilizationWindowSeconds: windowSeconds,
  selectPolicy,
  policies: [...policies],
});

/**
 * The knobs of a policy that its platform lets one set for a service and that matter under a load. Azure ML has none.
 * Left out: KEDA's cooldown and Knative's grace period, which only lead to zero replicas, and no advice has zero; the
 * HPA behind KEDA, for which an HTTPScaledObject has no words; what holds for a whole cluster.
 */
export const knobsOf = (policy: PolicySettings): Knobs => {
  switch (policy.kind) {
    case 'hpa': {
      const { up, down } = rulesOf(policy.behavior);
      return { scaleUp: written(up), scaleDown: written(down) };
    }
    case 'keda-http':
      return policy.metric === 'requestRate' ? { windowSeconds: policy.windowSeconds } : {};
    case 'knative': {
      const { stableWindowSeconds, panicWindowShare, panicThreshold, scaleDownDelaySeconds } = policy;
      return { stableWindowSeconds, panicWindowShare, panicThreshold, scaleDownDelaySeconds };
    }
    default:
      return {};
  }
};

/** The knobs of a policy as its platform documents them for settings that say nothing. */
export const documentedKnobs = (policy: PolicySettings): Knobs => {
  if (policy.kind === 'hpa') return knobsOf({ ...policy, behavior: {} });
  const metric = 'metric' in policy ? { metric: policy.metric } : {};
  return knobsOf(policySettingsSchema.parse({ kind: policy.kind, ...metric }));
};

/** Name and value of each knob that is set. */
export const entriesOf = (knobs: Knobs): [PolicyKnob, Exclude<KnobValue, null>][] =>
  Object.entries(knobs) as [PolicyKnob, Exclude<KnobValue, null>][];

/** The policy with these knobs set and everything else as it was. Knobs of another kind of policy are passed over. */
export const withKnobs = (policy: PolicySettings, knobs: Knobs): PolicySettings => {
  const known = knobsOf(policy);
  const own: Knobs = Object.fromEntries(entriesOf(knobs).filter(([knob]) => knob in known));
  if (policy.kind === 'hpa') return { ...policy, behavior: { ...policy.behavior, ...own } };
  return { ...policy, ...own } as PolicySettings;
};

/** Those that are set otherwise than in `inUse`: two sets of knobs that do the same differ in nothing. */
export const differing = (knobs: Knobs, inUse: Knobs): Knobs =>
  Object.fromEntries(
    entriesOf(knobs).filter(([knob, value]) => JSON.stringify(value) !== JSON.stringify(inUse[knob])),
  );
