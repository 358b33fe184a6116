import type { HpaSettings, PolicySettings } from '../../../runs/schema/policy.ts';
import type { PlannedSettings } from '../../../runs/schema/recommendation.ts';
import { maximumOf } from '../../platforms/bounds.ts';
import { platformOfRule } from '../../platforms/index.ts';
import { type Knobs, knobsOf, withKnobs } from './knobs.ts';

/** The settings that are searched, in the policy's own units. */
export type Candidate = {
  /** Target per replica as the policy states it: a share, requests in flight or requests/s. 0 for a fixed number. */
  readonly target: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** The settings in use have no maximum, and neither has this: `maxReplicas` is the most that a plan may have. */
  readonly unlimited?: true;
  /** Seconds between two looks of the Azure ML autoscaler; null where the policy has no such setting. */
  readonly refreshSeconds: number | null;
  /** The policy's own knobs that are set otherwise than in use; absent: none is. */
  readonly knobs?: Knobs;
  /** Queue wait instead of the calibrated one. */
  readonly queueWaitMs?: number | null;
  /** Timeout of the router instead of the calibrated one. */
  readonly requestTimeoutMs?: number;
};

/** What one replica can do, to turn a share of it into the unit of a policy's target. */
export type Capacity = { readonly slots: number; readonly serviceSeconds: number };

/** Shares of a replica that the search tries as its target, and the finer step that it ends with. */
const targetShares = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

/** Replica counts are whole up to here, then 24 to the octave: 3 % apart, below what the cost may be off. */
const wholeReplicasMax = 32;
const stepsPerOctave = 24;

/**
 * Replica counts that are searched, ascending up to the first at or above `atLeast`. The same for every request, so
 * that two advices choose from the same counts.
 *
 * @example replicaLattice(3) // [1, 2, 3]
 */
export const replicaLattice = (atLeast: number): readonly number[] => {
  const counts: number[] = [];
  for (let i = 1; (counts.at(-1) ?? 0) < atLeast; i++) {
    const beyond = i - wholeReplicasMax;
    counts.push(beyond <= 0 ? i : Math.round(wholeReplicasMax * 2 ** (beyond / stepsPerOctave)));
  }
  return counts;
};

type HpaMetric = HpaSettings['metrics'][number];

const hpaPerShare = ({ source, scale }: HpaMetric, { slots, serviceSeconds }: Capacity): number => {
  if (source === 'utilization') return scale;
  return source === 'concurrency' ? slots : slots / serviceSeconds;
};

/** The policy's target of a fully used replica. */
export const targetPerShare = (policy: PolicySettings, capacity: Capacity): number => {
  if (policy.kind === 'hpa') return hpaPerShare(policy.metrics[0]!, capacity);
  if (policy.kind !== 'keda-http') return 1;
  return policy.metric === 'concurrency' ? capacity.slots : capacity.slots / capacity.serviceSeconds;
};

/** Whether the platform takes whole numbers only for the target. */
export const isWholeTarget = (policy: PolicySettings): boolean =>
  'targetValue' in policy && platformOfRule(policy.kind)?.knobs.targetValue?.range.step === 1;

/** Three significant digits; a whole number where the platform takes no other. */
const asWritten = (policy: PolicySettings, target: number): number =>
  isWholeTarget(policy) ? Math.max(1, Math.round(target)) : Number(target.toPrecision(3));

/** Target of a policy, in its own unit. */
export const targetOf = (policy: PolicySettings): number => {
  switch (policy.kind) {
    case 'fixed':
      return 0;
    case 'hpa':
      return policy.metrics[0]!.targetValue;
    case 'keda-http':
      return policy.targetValue;
    default:
      return policy.targetUtilization;
  }
};

/** Targets to try, ascending, the one in use among them. A fixed number of replicas has none. */
export const targetsFor = (policy: PolicySettings, capacity: Capacity): readonly number[] => {
  if (policy.kind === 'fixed') return [0];
  const perShare = targetPerShare(policy, capacity);
  const targets = [targetOf(policy), ...targetShares.map((share) => asWritten(policy, share * perShare))];
  return [...new Set(targets)].sort((a, b) => a - b);
};

/** The candidate with the settings of a policy. Knative's "unlimited" is the most that a plan may have. */
export const candidateOf = (policy: PolicySettings, replicasMost: number): Candidate => {
  const target = targetOf(policy);
  const refreshSeconds = 'refreshSeconds' in policy ? policy.refreshSeconds : null;
  if (policy.kind === 'fixed')
    return { target, minReplicas: policy.replicas, maxReplicas: policy.replicas, refreshSeconds };
  const { minReplicas } = policy;
  const maximum = maximumOf(policy);
  return maximum === null
    ? {
        target,
        minReplicas,
        maxReplicas: Math.max(minReplicas, replicasMost),
        unlimited: true,
        refreshSeconds,
      }
    : { target, minReplicas, maxReplicas: maximum, refreshSeconds };
};

/**
 * The candidate for settings that were written down, with their knobs and their limits of the router.
 *
 * @param replicasMost the most that a plan may have, where the settings have no maximum
 */
export const candidateFor = (
  { policy, queueWaitMs, requestTimeoutMs }: PlannedSettings,
  replicasMost: number,
): Candidate => ({
  ...candidateOf(policy, replicasMost),
  knobs: knobsOf(policy),
  ...(queueWaitMs !== undefined && { queueWaitMs }),
  ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
});

/** The policy with the candidate's settings in it, and everything else as it was. */
export const policyOf = (inUse: PolicySettings, candidate: Candidate): PolicySettings => {
  const policy = candidate.knobs === undefined ? inUse : withKnobs(inUse, candidate.knobs);
  const { target, minReplicas, maxReplicas, unlimited, refreshSeconds } = candidate;
  const bounds = { minReplicas, maxReplicas };
  switch (policy.kind) {
    case 'fixed':
      return { ...policy, replicas: minReplicas };
    case 'hpa': {
      const [first, ...others] = policy.metrics;
      return { ...policy, ...bounds, metrics: [{ ...first!, targetValue: target }, ...others] };
    }
    case 'keda-http':
      return { ...policy, ...bounds, targetValue: target };
    case 'knative':
      return { ...policy, minReplicas, maxReplicas: unlimited ? 0 : maxReplicas, targetUtilization: target };
    default:
      return {
        ...policy,
        ...bounds,
        targetUtilization: target,
        refreshSeconds: refreshSeconds ?? policy.refreshSeconds,
      };
  }
};

/** A name for each candidate: equal candidates have the same name. */
export const nameOf = (candidate: Candidate): string => {
  const { target, minReplicas, refreshSeconds, queueWaitMs, requestTimeoutMs } = candidate;
  const maxReplicas = candidate.unlimited ? 'unlimited' : candidate.maxReplicas;
  const knobs = candidate.knobs === undefined ? undefined : JSON.stringify(candidate.knobs);
  return [target, minReplicas, maxReplicas, refreshSeconds, queueWaitMs, requestTimeoutMs, knobs]
    .map(String)
    .join(' ');
};
