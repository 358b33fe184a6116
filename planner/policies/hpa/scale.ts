import { kubernetes } from '../../platforms/kubernetes.ts';
import { type Dated, youngerThan } from '../past.ts';
import type { Step } from '../policy.ts';
import { clampReplicas, type ReplicaBounds } from '../replicas.ts';
import type { DecisionReason } from './decision.ts';
import { limitWithoutBehavior, policyLimit } from './limits.ts';
import { type Behavior, type BothRules, rulesOf } from './rules.ts';

/** What an HPA remembers between two syncs. */
export type ScaleState = {
  /** What the metrics asked for, before any limit. */
  readonly recommendations: readonly Dated[];
  /** Changes made: replicas added (above 0) or removed (below 0). */
  readonly changes: readonly Dated[];
};

/** The memory of an HPA before its first sync. */
export const scaleInitialState: ScaleState = { recommendations: [], changes: [] };

type ScaleOptions = {
  readonly atSeconds: number;
  readonly currentReplicas: number;
  /** What the metrics ask for; `undefined` if they allow no answer. */
  readonly recommendation: number | undefined;
  readonly bounds: ReplicaBounds;
  readonly behavior: Behavior;
};

/** What becomes of the metrics' answer, and what changed it; undefined: nothing did. */
type Scaled = Step<ScaleState> & { readonly reason: DecisionReason | undefined };

type Limits = ReplicaBounds & { readonly upTo: number; readonly downTo: number };

/**
 * What the stabilization windows leave of a recommendation: a rise to the lowest of the up window, a fall to the
 * highest of the down window, else no change.
 */
const stabilized = (
  past: readonly Dated[],
  newest: Dated,
  currentReplicas: number,
  rules: BothRules,
): number => {
  const within = (windowSeconds: number): readonly number[] =>
    [...youngerThan(past, newest.atSeconds, windowSeconds), newest].map(({ replicas }) => replicas);
  const [lowest, highest] = [
    Math.min(...within(rules.up.windowSeconds)),
    Math.max(...within(rules.down.windowSeconds)),
  ];
  return Math.min(highest, Math.max(lowest, currentReplicas));
};

/** Bounds and limits of speed, and which of them ended a change. */
const limited = (stable: number, { minReplicas, maxReplicas, upTo, downTo }: Limits) => {
  const [highest, lowest] = [Math.min(maxReplicas, upTo), Math.max(minReplicas, downTo)];
  if (stable > highest)
    return { desiredReplicas: highest, reason: maxReplicas > upTo ? 'PolicyLimited' : 'AtMax' } as const;
  if (stable < lowest)
    return { desiredReplicas: lowest, reason: minReplicas < downTo ? 'PolicyLimited' : 'AtMin' } as const;
  return { desiredReplicas: stable, reason: undefined };
};

/** An answer of the metrics under `spec.behavior`. */
const scaleWithBehavior = (
  state: ScaleState,
  { atSeconds, currentReplicas, bounds }: ScaleOptions,
  { recommendation, rules }: { readonly recommendation: number; readonly rules: BothRules },
): Scaled => {
  const newest: Dated = { atSeconds, replicas: recommendation };
  const now: Dated = { atSeconds, replicas: currentReplicas };
  const stable = stabilized(state.recommendations, newest, currentReplicas, rules);
  const { desiredReplicas, reason } = limited(stable, {
    ...bounds,
    upTo: policyLimit(rules.up, now, { changes: state.changes, sign: 1 }),
    downTo: policyLimit(rules.down, now, { changes: state.changes, sign: -1 }),
  });
  const windowSeconds = Math.max(rules.up.windowSeconds, rules.down.windowSeconds);
  const periodSeconds = Math.max(
    ...[...rules.up.policies, ...rules.down.policies].map((policy) => policy.periodSeconds),
  );
  const changes = youngerThan(state.changes, atSeconds, periodSeconds);
  const change = desiredReplicas - currentReplicas;
  return {
    state: {
      recommendations: [...youngerThan(state.recommendations, atSeconds, windowSeconds), newest],
      changes: change === 0 ? changes : [...changes, { atSeconds, replicas: change }],
    },
    desiredReplicas,
    reason: reason ?? (stable === recommendation ? undefined : 'Stabilized'),
  };
};

/**
 * An answer of the metrics without `spec.behavior`: the highest recommendation of the last five minutes, up to twice
 * the replicas. An older and higher recommendation raises the replicas here, where a down window would only hold them.
 */
const scaleWithoutBehavior = (
  state: ScaleState,
  { atSeconds, currentReplicas, bounds }: ScaleOptions,
  recommendation: number,
): Scaled => {
  const { stabilizationWindowSeconds } = kubernetes.behavior.value.scaleDown;
  const recommendations = [
    ...youngerThan(state.recommendations, atSeconds, stabilizationWindowSeconds),
    { atSeconds, replicas: recommendation },
  ];
  const stable = Math.max(...recommendations.map(({ replicas }) => replicas));
  const limits = { ...bounds, upTo: limitWithoutBehavior(currentReplicas), downTo: 0 };
  const { desiredReplicas, reason } = limited(stable, limits);
  return {
    state: { recommendations, changes: [] },
    desiredReplicas,
    reason: reason ?? (stable === recommendation ? undefined : 'Stabilized'),
  };
};

/**
 * Whether no metric is asked at all: at 0 replicas the HPA is switched off until a hand scales up, and replicas
 * outside the bounds go to the bound at once.
 */
export const passesMetricsBy = (currentReplicas: number, bounds: ReplicaBounds): boolean =>
  currentReplicas === 0 || clampReplicas(currentReplicas, bounds) !== currentReplicas;

/**
 * Step two of the HPA: stabilization windows, then scaling policies and bounds.
 * Sources: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior
 * and kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go (reconcileAutoscaler,
 * normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors)
 */
export const scaleWithin = (state: ScaleState, options: ScaleOptions): Scaled => {
  const { atSeconds, currentReplicas, recommendation, bounds, behavior } = options;
  const known =
    state.recommendations.length > 0
      ? state
      : { ...state, recommendations: [{ atSeconds, replicas: currentReplicas }] };
  if (currentReplicas === 0) return { state: known, desiredReplicas: 0, reason: 'ScalingDisabled' };
  const inBounds = clampReplicas(currentReplicas, bounds);
  if (inBounds !== currentReplicas) {
    const changes = [...known.changes, { atSeconds, replicas: inBounds - currentReplicas }];
    return { state: { ...known, changes }, desiredReplicas: inBounds, reason: 'ReplicaLimit' };
  }
  if (recommendation === undefined)
    return { state: known, desiredReplicas: currentReplicas, reason: 'InvalidMetrics' };
  return behavior === undefined
    ? scaleWithoutBehavior(known, options, recommendation)
    : scaleWithBehavior(known, options, { recommendation, rules: rulesOf(behavior) });
};
