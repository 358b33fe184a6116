import type { HpaSettings } from '../../../runs/schema/policy.ts';
import { kubernetes } from '../../platforms/kubernetes.ts';

/** `spec.behavior` of autoscaling/v2, shared with KEDA, which scales through an HPA. */
export type Behavior = HpaSettings['behavior'];

type PartialRules = NonNullable<Behavior['scaleUp']>;
/** One limit on the speed of scaling: so many pods or percent in so many seconds. */
export type ScalingPolicy = NonNullable<PartialRules['policies']>[number];

/** The rules of one direction with nothing left out. */
export type ScalingRules = {
  readonly windowSeconds: number;
  readonly selectPolicy: PartialRules['selectPolicy'];
  readonly policies: readonly ScalingPolicy[];
};

const { scaleUp, scaleDown } = kubernetes.behavior.value;

const filled = (
  rules: PartialRules | undefined,
  defaults: typeof scaleUp | typeof scaleDown,
): ScalingRules => ({
  windowSeconds: rules?.stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds,
  selectPolicy: rules?.selectPolicy ?? defaults.selectPolicy,
  policies: rules?.policies ?? defaults.policies,
});

/**
 * Both directions with the documented defaults filled in, field by field as the API does.
 *
 * @example rulesOf({}).down.windowSeconds // 300
 */
export const rulesOf = (behavior: Behavior): { readonly up: ScalingRules; readonly down: ScalingRules } => ({
  up: filled(behavior.scaleUp, scaleUp),
  down: filled(behavior.scaleDown, scaleDown),
});
