import type { BehaviorRules, HpaSettings, PolicySettings } from '../../../runs/schema/policy.ts';
import type { KnobValue } from '../../../runs/schema/recommendation.ts';
import { platformOfRule } from '../../platforms/index.ts';
import type { behaviorParts, Knob, KnobKey } from '../../platforms/knob.ts';
import { rulesOf, type ScalingRules } from '../../policies/hpa/rules.ts';

/** A policy's own settings beside target, bounds and refresh interval, in the words and units of the policy. */
export type Knobs = { readonly [Key in KnobKey]?: number } & {
  /** HPA: the rules of one direction, nothing left to a default. */
  readonly [Part in (typeof behaviorParts)[number]]?: BehaviorRules;
};

/** No search turns it, so it stays with the rules of its direction. */
const toleranceOf = (rules: BehaviorRules | undefined): Pick<BehaviorRules, 'tolerance'> =>
  rules?.tolerance === undefined ? {} : { tolerance: rules.tolerance };

const written = ({ windowSeconds, selectPolicy, policies }: ScalingRules): BehaviorRules => ({
  stabilizationWindowSeconds: windowSeconds,
  selectPolicy,
  policies: [...policies],
});

/** Without `behavior` the documented rules stand for the controller's own older limit, which no field can spell. */
const rulesInForce = ({ behavior = {} }: HpaSettings): Pick<Required<Knobs>, 'scaleUp' | 'scaleDown'> => {
  const { up, down } = rulesOf(behavior);
  const { scaleUp, scaleDown } = behavior;
  return {
    scaleUp: { ...written(up), ...toleranceOf(scaleUp) },
    scaleDown: { ...written(down), ...toleranceOf(scaleDown) },
  };
};

const isInEffect = ({ search }: Knob, policy: PolicySettings): boolean =>
  search !== undefined &&
  (search.onlyWithMetric === undefined || ('metric' in policy && policy.metric === search.onlyWithMetric));

/** The platform's knobs that a search turns under this policy. */
export const searchedKnobs = (policy: PolicySettings): [KnobKey, Knob][] =>
  (Object.entries(platformOfRule(policy.kind)?.knobs ?? {}) as [KnobKey, Knob][]).filter(([, knob]) =>
    isInEffect(knob, policy),
  );

/**
 * The knobs of a policy that its platform's record lets a search turn, as they are set. Not among them: what matters
 * under no load or holds for a whole cluster, such as KEDA's cooldown and Knative's grace period, which only lead to
 * zero replicas, and no advice has zero; the HPA behind KEDA, for which an HTTPScaledObject has no words.
 */
export const knobsOf = (policy: PolicySettings): Knobs =>
  Object.fromEntries(
    searchedKnobs(policy).flatMap(([key]): [string, unknown][] => {
      if (key !== 'behavior' || policy.kind !== 'hpa') return [[key, policy[key as keyof PolicySettings]]];
      return Object.entries(rulesInForce(policy));
    }),
  );

/** The knobs of a policy as its platform documents them for settings that say nothing. */
export const documentedKnobs = (policy: PolicySettings): Knobs => {
  if (policy.kind === 'hpa') return knobsOf({ ...policy, behavior: {} });
  return Object.fromEntries(searchedKnobs(policy).map(([key, knob]) => [key, knob.default.value]));
};

/** Name and value of each knob that is set. */
export const entriesOf = (knobs: Knobs): [keyof Knobs, Exclude<KnobValue, null>][] =>
  Object.entries(knobs) as [keyof Knobs, Exclude<KnobValue, null>][];

const isEmpty = (knobs: Knobs): boolean => Object.keys(knobs).length === 0;

/** The policy with these knobs set and everything else as it was. Knobs of another kind of policy are passed over. */
export const withKnobs = (policy: PolicySettings, knobs: Knobs): PolicySettings => {
  const known = knobsOf(policy);
  const own: Knobs = Object.fromEntries(entriesOf(knobs).filter(([knob]) => knob in known));
  if (policy.kind === 'hpa') {
    const turned = differing(own, known);
    // No field is written where nothing is turned: an empty `behavior` is not the same as none.
    return isEmpty(turned) ? policy : { ...policy, behavior: { ...policy.behavior, ...turned } };
  }
  return { ...policy, ...own } as PolicySettings;
};

/** Those that are set otherwise than in `inUse`: two sets of knobs that do the same differ in nothing. */
export const differing = (knobs: Knobs, inUse: Knobs): Knobs =>
  Object.fromEntries(
    entriesOf(knobs).filter(([knob, value]) => JSON.stringify(value) !== JSON.stringify(inUse[knob])),
  );
