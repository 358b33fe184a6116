import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PolicyVariant } from '../../../runs/schema/recommendation.ts';
import { knative } from '../../platforms/knative.ts';
import { kubernetes } from '../../platforms/kubernetes.ts';
import { differing, documentedKnobs, type Knobs, knobsOf, unlimitedPods } from './knobs.ts';

/** A named alternative to the policy's own knobs as they are in use. */
type Variant = {
  readonly name: PolicyVariant;
  /** What it sets otherwise than in use. */
  readonly knobs: Knobs;
};

type Alternative = Omit<Variant, 'knobs'> & { readonly change: (inUse: Knobs) => Knobs };

/** At each sync of the controller as many pods as it asks for. */
const upUnlimited = (): Knobs => ({
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: unlimitedPods, periodSeconds: kubernetes.controller.syncPeriodSeconds.value },
    ],
  },
});

const downAfter =
  (stabilizationWindowSeconds: number) =>
  ({ scaleDown }: Knobs): Knobs =>
    scaleDown === undefined ? {} : { scaleDown: { ...scaleDown, stabilizationWindowSeconds } };

/** Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior */
const hpaAlternatives: readonly Alternative[] = [
  {
    name: 'scaleUpUnlimited',
    change: upUnlimited,
  },
  {
    name: 'scaleDownAfter60s',
    change: downAfter(60),
  },
  {
    name: 'scaleUpUnlimitedDownAfter60s',
    change: (inUse) => ({ ...upUnlimited(), ...downAfter(60)(inUse) }),
  },
  {
    name: 'scaleDownAfter10min',
    change: downAfter(600),
  },
];

/**
 * The scale-down delay stays as it is in use: all that it does is hold replicas, as panic does already.
 * Panic compares the replicas that the panic window asks for with those that are ready, and lets none go until the
 * stable window has passed. 1000 % is the most that the annotation takes, and 6 s the shortest stable window.
 * Source: https://knative.dev/docs/serving/autoscaling/kpa-specific/
 */
const knativeAlternatives: readonly Alternative[] = [
  {
    name: 'stableWindow20s',
    change: () => ({ stableWindowSeconds: 20, panicWindowShare: 0.2 }),
  },
  {
    name: 'stableWindow15sHardlyPanic',
    change: () => ({ stableWindowSeconds: 15, panicThreshold: knative.knobs.panicThreshold.range.max }),
  },
  {
    name: 'stableWindow30sPanic150',
    change: () => ({ stableWindowSeconds: 30, panicThreshold: 1.5 }),
  },
  {
    name: 'panicWindow5',
    change: () => ({ panicWindowShare: 0.05 }),
  },
];

/** Source: https://github.com/kedacore/http-add-on (HTTPScaledObject, scalingMetric.requestRate) */
const kedaAlternatives: readonly Alternative[] = [
  {
    name: 'rateOver30s',
    change: () => ({ windowSeconds: 30 }),
  },
  {
    name: 'rateOver15s',
    change: () => ({ windowSeconds: 15 }),
  },
];

const alternativesTo = (policy: PolicySettings): readonly Alternative[] => {
  switch (policy.kind) {
    case 'hpa':
      return hpaAlternatives;
    case 'keda-http':
      return policy.metric === 'requestRate' ? kedaAlternatives : [];
    case 'knative':
      return knativeAlternatives;
    default:
      return [];
  }
};

/**
 * The closed set of alternatives to the knobs in use that a search tries: the platform's documented defaults, then
 * what suits one kind of load or another. One that comes to the knobs in use, or to one before it, is left out.
 */
export const variantsOf = (policy: PolicySettings): readonly Variant[] => {
  const inUse = knobsOf(policy);
  const documented: Alternative = {
    name: 'documentedDefaults',
    change: () => documentedKnobs(policy),
  };
  const variants = [documented, ...alternativesTo(policy)].map(({ name, change }) => ({
    name,
    knobs: differing(change(inUse), inUse),
  }));
  const keys = ['{}', ...variants.map(({ knobs }) => JSON.stringify(knobs))];
  return variants.filter((_, i) => keys.indexOf(keys[i + 1]!) === i + 1);
};

/** The variant that a candidate with these knobs is; null: it leaves them as they are in use. */
export const variantWith = (policy: PolicySettings, knobs: Knobs | undefined): Variant | null =>
  variantsOf(policy).find((variant) => JSON.stringify(variant.knobs) === JSON.stringify(knobs)) ?? null;
