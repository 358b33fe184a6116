import { type Dated, youngerThan } from '../past.ts';
import type { Step } from '../policy.ts';
import { clampReplicas, type ReplicaBounds } from '../replicas.ts';
import { type Behavior, rulesOf, type ScalingPolicy, type ScalingRules } from './rules.ts';

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

type Rules = ReturnType<typeof rulesOf>;

/**
 * What the stabilization windows leave of a recommendation: a rise to the lowest of the up window, a fall to the
 * highest of the down window, else no change.
 */
const stabilized = (past: readonly Dated[], newest: Dated, currentReplicas: number, rules: Rules): number => {
  const within = ({ windowSeconds }: ScalingRules): readonly number[] =>
    [...youngerThan(past, newest.atSeconds, windowSeconds), newest].map(({ replicas }) => replicas);
  const [lowest, highest] = [Math.min(...within(rules.up)), Math.max(...within(rules.down))];
  return Math.min(highest, Math.max(lowest, currentReplicas));
};

/** The replicas that one policy allows, counted from where its period began. */
const allowedBy = (policy: ScalingPolicy, periodStartReplicas: number, sign: 1 | -1): number => {
  if (policy.type === 'Pods') return periodStartReplicas + sign * policy.value;
  const allowed = (periodStartReplicas * (100 + sign * policy.value)) / 100;
  // Rounded so that a percentage of few replicas is still one replica, or it would never move.
  return sign > 0 ? Math.ceil(allowed) : Math.floor(allowed);
};

/** How far the scaling policies of one direction let the replicas go at this sync. */
const limitOf = (rules: ScalingRules, state: ScaleState, now: Dated, sign: 1 | -1): number => {
  const { atSeconds, replicas: currentReplicas } = now;
  if (rules.selectPolicy === 'Disabled') return currentReplicas;
  const allowed = rules.policies.map((policy) => {
    const changed = youngerThan(state.changes, atSeconds, policy.periodSeconds).reduce(
      (sum, change) => sum + change.replicas,
      0,
    );
    return allowedBy(policy, currentReplicas - changed, sign);
  });
  const picksHighest = (rules.selectPolicy === 'Max') === sign > 0;
  const limit = picksHighest ? Math.max(...allowed) : Math.min(...allowed);
  return sign > 0 ? Math.max(currentReplicas, limit) : Math.min(currentReplicas, limit);
};

const remember = (
  state: ScaleState,
  rules: Rules,
  newest: Dated & { readonly change: number },
): ScaleState => {
  const { atSeconds, replicas, change } = newest;
  const windowSeconds = Math.max(rules.up.windowSeconds, rules.down.windowSeconds);
  const periodSeconds = Math.max(
    ...[...rules.up.policies, ...rules.down.policies].map((policy) => policy.periodSeconds),
  );
  const changes = youngerThan(state.changes, atSeconds, periodSeconds);
  return {
    recommendations: [
      ...youngerThan(state.recommendations, atSeconds, windowSeconds),
      { atSeconds, replicas },
    ],
    changes: change === 0 ? changes : [...changes, { atSeconds, replicas: change }],
  };
};

/**
 * Step two of the HPA: bounds, then stabilization windows, then scaling policies. Replicas outside the bounds are
 * brought back at once, whatever the metrics say.
 *
 * `spec.behavior` counts as given with its documented defaults. (Without that field kube-controller-manager still
 * runs an older limit, which lets one replica grow to 4 instead of 5 in a sync and has no memory.)
 * Sources: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior
 * and kubernetes/kubernetes, pkg/controller/podautoscaler/horizontal.go
 */
export const scaleWithin = (state: ScaleState, options: ScaleOptions): Step<ScaleState> => {
  const { atSeconds, currentReplicas, recommendation, bounds } = options;
  const rules = rulesOf(options.behavior);
  const now: Dated = { atSeconds, replicas: currentReplicas };
  const known = state.recommendations.length > 0 ? state : { ...state, recommendations: [now] };
  const inBounds = clampReplicas(currentReplicas, bounds);
  if (inBounds !== currentReplicas) {
    const changes = [...known.changes, { atSeconds, replicas: inBounds - currentReplicas }];
    return { state: { ...known, changes }, desiredReplicas: inBounds };
  }
  if (recommendation === undefined) return { state: known, desiredReplicas: currentReplicas };
  const newest: Dated = { atSeconds, replicas: recommendation };
  const stable = stabilized(known.recommendations, newest, currentReplicas, rules);
  const upTo = Math.min(bounds.maxReplicas, limitOf(rules.up, known, now, 1));
  const downTo = Math.max(bounds.minReplicas, limitOf(rules.down, known, now, -1));
  const desiredReplicas = Math.min(upTo, Math.max(downTo, stable));
  const change = desiredReplicas - currentReplicas;
  return { state: remember(known, rules, { ...newest, change }), desiredReplicas };
};
