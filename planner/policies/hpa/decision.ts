import type { DecisionWord } from '../../../runs/schema/result/decisions.ts';

/**
 * Why an autoscaler asks for what it asks. The words are those of KEP-6107 as far as it has them; `AtMax`, `AtMin`,
 * `ScalingDisabled`, `Dampened` and `AsProposed` are added.
 *
 * - `AsProposed`: the metrics' answer, unchanged.
 * - `WithinTolerance`: every ratio of value to target is close enough to 1.
 * - `Dampened`: pods without a usable sample, counted as the rule has it, leave nothing to change.
 * - `Stabilized`: a stabilization window holds an older recommendation.
 * - `PolicyLimited`: a scaling policy, or without `behavior` the controller's own limit, slows the change.
 * - `AtMax`, `AtMin`: a bound ends the change.
 * - `ReplicaLimit`: there are replicas outside the bounds; they go to the bound at once, and no metric is asked.
 * - `InvalidMetrics`: the metrics allow no answer.
 * - `ScalingDisabled`: at 0 replicas the HPA is switched off.
 *
 * - `NotDue`: KEDA has a new value, and its HPA does not look yet.
 *
 * Where several hold, the last one of the pipeline counts: bound or policy, then window, then metrics. The other rules have
 * no such words of their own; what corresponds is named alike.
 */
export type DecisionReason = Exclude<DecisionWord, 'Paused'>;

/** What one metric asks for. */
export type Proposal = {
  readonly metric: string;
  /** Absent: the metric gives no answer. */
  readonly replicas?: number;
  /** Current value / target over the pods with a usable sample. Absent: there is none. */
  readonly ratio?: number;
  readonly reason: 'AsProposed' | 'WithinTolerance' | 'Dampened' | 'InvalidMetrics';
};

/** One look of an autoscaler, explained. */
export type Decision = {
  readonly reason: DecisionReason;
  /** Of all metrics, before windows, policies and bounds; undefined: none was made. */
  readonly recommendation: number | undefined;
  /** By metric, in the order of the settings; empty if no metric was asked. */
  readonly proposals: readonly Proposal[];
};
