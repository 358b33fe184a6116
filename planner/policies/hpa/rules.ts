import type { HpaSettings } from '../../../runs/schema/policy.ts';

/** `spec.behavior` of autoscaling/v2, shared with KEDA, which scales through an HPA. */
export type Behavior = HpaSettings['behavior'];

type PartialRules = NonNullable<Behavior['scaleUp']>;
export type ScalingPolicy = NonNullable<PartialRules['policies']>[number];

/** The rules of one direction with nothing left out. */
export type ScalingRules = {
  readonly windowSeconds: number;
  readonly selectPolicy: PartialRules['selectPolicy'];
  readonly policies: readonly ScalingPolicy[];
};

/**
 * The documented defaults.
 * Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#default-behavior
 */
const scaleUpDefaults: ScalingRules = {
  windowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Percent', value: 100, periodSeconds: 15 },
    { type: 'Pods', value: 4, periodSeconds: 15 },
  ],
};

const scaleDownDefaults: ScalingRules = {
  windowSeconds: 300,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const filled = (rules: PartialRules | undefined, defaults: ScalingRules): ScalingRules => ({
  windowSeconds: rules?.stabilizationWindowSeconds ?? defaults.windowSeconds,
  selectPolicy: rules?.selectPolicy ?? defaults.selectPolicy,
  policies: rules?.policies ?? defaults.policies,
});

/**
 * Both directions with the defaults filled in, field by field as the API does.
 *
 * @example rulesOf({}).down.windowSeconds // 300
 */
export const rulesOf = (behavior: Behavior): { readonly up: ScalingRules; readonly down: ScalingRules } => ({
  up: filled(behavior.scaleUp, scaleUpDefaults),
  down: filled(behavior.scaleDown, scaleDownDefaults),
});
