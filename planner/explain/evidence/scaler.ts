import type { AutoscalerLine, ClusterLine, ScalerLine } from '../../../runs/schema/cluster-series.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { firstPlace } from '../../stats/first-place.ts';

/** What an autoscaler said of itself, as seen at one time. */
export type ScalerState = AutoscalerLine | ScalerLine;

/** The states of the live autoscalers, in order of time. */
export const scalerStates = (cluster: readonly ClusterLine[]): ScalerState[] =>
  cluster
    .filter((line) => line.kind === 'autoscaler' || line.kind === 'scaler')
    .sort((a, b) => a.atMs - b.atMs);

/**
 * The last state of each autoscaler at a moment; none of those that were deleted. O(states x autoscalers) once, O(log states) for
 * each moment.
 *
 * @param states in order of time
 */
export const scalersOver = (states: readonly ScalerState[]): ((atMs: number) => readonly ScalerState[]) => {
  const last = new Map<string, ScalerState>();
  const known = states.map((state) => {
    last.set(`${state.kind}/${state.name}`, state);
    return { atMs: state.atMs, scalers: [...last.values()].filter(({ deleted }) => !deleted) };
  });
  return (atMs) => known[firstPlace(known.length, (place) => known[place]!.atMs > atMs) - 1]?.scalers ?? [];
};

/** Reasons of `ScalingActive=False` that mean it is switched off, not that it has no metric. */
const offReasons = new Set(['ScalingDisabled']);

/** The condition by which an autoscaler can't decide: it is blind, or off. */
export const inactiveCondition = (states: readonly ScalerState[]) => {
  for (const state of states) {
    const condition = state.conditions.find(
      ({ type, status }) => type === 'ScalingActive' && status === 'False',
    );
    if (condition) return { state, condition, isOff: offReasons.has(condition.reason) };
  }
  return undefined;
};

/** Reasons of an HPA's conditions that held back a step up. */
const heldReasons = new Set(['ScaleUpStabilized', 'ScaleUpLimit', 'BackoffBoth', 'BackoffUpscale']);

/** The condition that held back an autoscaler's step, in its own words. */
export const heldCondition = (states: readonly ScalerState[]) => {
  for (const state of states) {
    const condition = state.conditions.find(({ reason }) => heldReasons.has(reason));
    if (condition) return { state, condition };
  }
  return undefined;
};

/** Utilization as an HPA last saw it, over its target: 1 is on target. */
export type Seen = { readonly share: number; readonly target: number };

type MetricSpec = {
  readonly resource?: { readonly name?: string; readonly target?: { readonly averageUtilization?: number } };
};

/** The CPU or memory utilization that the HPA itself measured, and its target, both as shares; the larger ratio counts. */
export const seenByHpa = (state: ScalerState): Seen | undefined => {
  if (state.kind !== 'autoscaler' || state.object === undefined) return undefined;
  const specs = (state.object.spec['metrics'] ?? []) as readonly MetricSpec[];
  const seen = specs.flatMap(({ resource }) => {
    const target = resource?.target?.averageUtilization;
    const current = state.currentMetrics.find(({ name }) => name === resource?.name)?.averageUtilization;
    return target === undefined || current == null ? [] : [{ share: current / 100, target: target / 100 }];
  });
  return seen.sort((a, b) => b.share / b.target - a.share / a.target)[0];
};

/** The target share of busy slots of a rule that has one; null for rules that look at other things. */
export const slotTargetOf = (policy: PolicySettings | null): number | null =>
  policy?.kind === 'azureml-v1' || policy?.kind === 'azureml-v2' ? policy.targetUtilization : null;

/**
 * Seconds from the first need to the earliest decision that can be counted on, by the rule: a burst that is over sooner
 * is not seen at all. null: nothing is known of the rule.
 */
export const reactionSecondsOf = (policy: PolicySettings | null): number | null => {
  switch (policy?.kind) {
    case 'azureml-v1':
    case 'azureml-v2':
      return policy.refreshSeconds;
    case 'hpa':
      return policy.syncPeriodSeconds + policy.metricsResolutionSeconds;
    default:
      return null;
  }
};

/** Annotations of KEDA and others that hold an autoscaler still, of any state before a moment. */
export const pausedBy = (states: readonly ScalerState[]): ScalerState | undefined =>
  states.find(({ object }) =>
    Object.entries(object?.annotations ?? {}).some(
      ([key, value]) => key.startsWith('autoscaling.keda.sh/paused') && value !== 'false',
    ),
  );
