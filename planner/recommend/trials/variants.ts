import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { knative } from '../../platforms/knative.ts';
import { kubernetes } from '../../platforms/kubernetes.ts';
import { differing, documentedKnobs, type Knobs, knobsOf, unlimitedPods } from './knobs.ts';

/** A named alternative to the policy's own knobs as they are in use. */
type Variant = {
  readonly name: string;
  /** What it is good for. */
  readonly why: string;
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
    name: 'scale up without limit',
    why: 'a steep rise from few replicas is not held to twice as many, or 4 more, in 15 s',
    change: upUnlimited,
  },
  {
    name: 'scale down after 60 s',
    why: 'replicas that the load no longer needs leave after a minute',
    change: downAfter(60),
  },
  {
    name: 'scale up without limit, scale down after 60 s',
    why: 'replicas follow the load both ways, so that fewer of them need to stay warm',
    change: (inUse) => ({ ...upUnlimited(), ...downAfter(60)(inUse) }),
  },
  {
    name: 'scale down after 10 min',
    why: 'replicas of one spike are still there for another that comes within ten minutes',
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
    name: 'stable window 20 s',
    why: 'the mean follows the load three times as fast, and replicas of a panic leave as early',
    change: () => ({ stableWindowSeconds: 20, panicWindowShare: 0.2 }),
  },
  {
    name: 'stable window 15 s, hardly any panic',
    why: 'a window this short rises almost as fast as panic does, and holds no replicas after the peak',
    change: () => ({ stableWindowSeconds: 15, panicThreshold: knative.knobs.panicThreshold.range.max }),
  },
  {
    name: 'stable window 30 s, panic at 150 %',
    why: 'a rise by half is answered at once, and its replicas leave after half a minute',
    change: () => ({ stableWindowSeconds: 30, panicThreshold: 1.5 }),
  },
  {
    name: 'panic window of 5 %',
    why: 'panic sees a step within two looks of the autoscaler',
    change: () => ({ panicWindowShare: 0.05 }),
  },
];

/** Source: https://github.com/kedacore/http-add-on (HTTPScaledObject, scalingMetric.requestRate) */
const kedaAlternatives: readonly Alternative[] = [
  {
    name: 'rate over 30 s',
    why: 'the rate of half a minute shows a spike, and its end, twice as fast as that of a whole one',
    change: () => ({ windowSeconds: 30 }),
  },
  {
    name: 'rate over 15 s',
    why: 'one look of the autoscaler sees no older requests than those since its last one',
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
    name: 'the documented defaults',
    why: 'the settings in use differ from them, which may cost more than it saves',
    change: () => documentedKnobs(policy),
  };
  const variants = [documented, ...alternativesTo(policy)].map(({ name, why, change }) => ({
    name,
    why,
    knobs: differing(change(inUse), inUse),
  }));
  const keys = ['{}', ...variants.map(({ knobs }) => JSON.stringify(knobs))];
  return variants.filter((_, i) => keys.indexOf(keys[i + 1]!) === i + 1);
};

/** The variant that a candidate with these knobs is; null: it leaves them as they are in use. */
export const variantWith = (policy: PolicySettings, knobs: Knobs | undefined): Variant | null =>
  variantsOf(policy).find((variant) => JSON.stringify(variant.knobs) === JSON.stringify(knobs)) ?? null;
