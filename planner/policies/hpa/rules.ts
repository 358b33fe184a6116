import type { BehaviorRules, HpaSettings } from '../../../runs/schema/policy.ts';
import { kubernetes } from '../../platforms/kubernetes.ts';

/** `spec.behavior` of autoscaling/v2, shared with KEDA, which scales through an HPA; undefined: it is not there. */
export type Behavior = HpaSettings['behavior'];

/** One limit on the speed of scaling: so many pods or percent in so many seconds. */
export type ScalingPolicy = NonNullable<BehaviorRules['policies']>[number];

/** The rules of one direction with nothing left out. */
export type ScalingRules = {
  readonly windowSeconds: number;
  readonly selectPolicy: BehaviorRules['selectPolicy'];
  readonly policies: readonly ScalingPolicy[];
};

/** The rules of both directions. */
export type BothRules = { readonly up: ScalingRules; readonly down: ScalingRules };

const { scaleUp, scaleDown } = kubernetes.behavior.value;

const filled = (
  rules: BehaviorRules | undefined,
  defaults: typeof scaleUp | typeof scaleDown,
): ScalingRules => ({
  windowSeconds: rules?.stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds,
  selectPolicy: rules?.selectPolicy ?? defaults.selectPolicy,
  policies: rules?.policies ?? defaults.policies,
});

/**
 * Both directions with the documented defaults filled in, field by field as the API does for a `behavior` that is
 * there, however little it says.
 *
 * @example rulesOf({}).down.windowSeconds // 300
 */
export const rulesOf = (behavior: NonNullable<Behavior>): BothRules => ({
  up: filled(behavior.scaleUp, scaleUp),
  down: filled(behavior.scaleDown, scaleDown),
});
