import type { Decision, Observation, PodObservation, Stepper } from '../../policies/index.ts';

type Step = { readonly next: Stepper; readonly decision: Decision | undefined };

const stepOf = (stepper: Stepper, observation: Observation): Step => {
  const next = stepper.next(observation);
  return { next, decision: stepper.explain?.(observation) ?? next.decision };
};

/** The youngest pods first: they are the ones that the metrics server may not have read yet. */
const withoutSamples = (pods: readonly PodObservation[], missing: number): readonly PodObservation[] => {
  const sampled = pods
    .filter(({ samples }) => Object.keys(samples).length > 0)
    .toSorted((a, b) => a.ageSeconds - b.ageSeconds);
  const bare = new Set(sampled.slice(0, missing));
  return pods.map((pod) => (bare.has(pod) ? { ...pod, samples: {} } : pod));
};

/**
 * One step of the rule as it probably was. Nobody records which pods had a sample: where the replicas went otherwise than
 * with all of them, the fewest missing ones that explain it are taken; where none do, all count. Rules that see no pods
 * have one step.
 *
 * @param after the replicas that were wanted after the look. O(pods) steps, each O(pods)
 */
export const likeliestStep = (stepper: Stepper, observation: Observation, after: number): Step => {
  const all = stepOf(stepper, observation);
  const { pods } = observation;
  if (all.next.desiredReplicas === after || pods === undefined) return all;
  const sampled = pods.filter(({ samples }) => Object.keys(samples).length > 0).length;
  for (let missing = 1; missing < sampled; missing++) {
    const tried = stepOf(stepper, { ...observation, pods: withoutSamples(pods, missing) });
    if (tried.next.desiredReplicas === after) return tried;
  }
  return all;
};

/**
 * Whether the rule also comes to the replicas that were really wanted, but for another reason, where it is shown another
 * observation that may be the real one.
 *
 * @param other that observation
 */
export const hasOtherReason = (
  stepper: Stepper,
  other: Observation,
  { step, after }: { readonly step: Step; readonly after: number },
): boolean => {
  if (step.next.desiredReplicas !== after || step.decision === undefined) return false;
  const { next, decision } = stepOf(stepper, other);
  return next.desiredReplicas === after && decision?.reason !== step.decision.reason;
};
