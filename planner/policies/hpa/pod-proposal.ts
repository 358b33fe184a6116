import type { HpaSettings } from '../../../runs/schema/policy.ts';
import type { HpaMetric } from '../../../runs/schema/rules/hpa-metric.ts';
import { targetTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
import type { PodObservation } from '../policy.ts';
import type { Proposal } from './decision.ts';
import { groupPods, metricKey, type PodGroups, type PodSum } from './pod-groups.ts';
import { isWithinTolerance, tolerancesOf } from './tolerance.ts';

/** Value over target of some pods; NaN of none. Whole numbers throughout, as the controller counts. */
type RatioOf = (pods: PodSum) => number;

const percent = 100;

/** The target in what the API writes: whole percent of the request. */
const targetPercentOf = ({ targetValue }: HpaMetric): number => Math.round(targetValue * percent);

/** The target in thousandths of the metric's unit. */
const targetMilliOf = ({ targetValue }: HpaMetric): number => Math.round(targetValue * 1000);

/** The mean utilization is cut to whole percents before it is divided by the target; a mean value to thousandths. */
const ratioFor = (metric: HpaMetric): RatioOf => {
  if (targetTypeOf(metric) === 'Utilization') {
    const target = targetPercentOf(metric);
    return ({ milli, requestMilli }) => Math.trunc((milli * percent) / requestMilli) / target;
  }
  const target = targetMilliOf(metric);
  return ({ pods, milli }) => Math.trunc(milli / pods) / target;
};

/** What a pod without a sample counts as on the way down: its whole request or the target, whichever is more. */
const assumedFor = (metric: HpaMetric): ((requestMilli: number) => number) => {
  if (targetTypeOf(metric) !== 'Utilization') return () => targetMilliOf(metric);
  const assumedPercent = Math.max(percent, targetPercentOf(metric));
  return (requestMilli) => Math.trunc((requestMilli * assumedPercent) / percent);
};

const together = (one: PodSum, other: PodSum): PodSum => ({
  pods: one.pods + other.pods,
  milli: one.milli + other.milli,
  requestMilli: one.requestMilli + other.requestMilli,
});

/** The counted pods, with those added that dampen the direction in which they point. */
const dampened = ({ counted, missing, unready }: PodGroups, ratio: number): PodSum => {
  if (ratio < 1) return together(counted, missing);
  if (ratio > 1) return together(together(counted, { ...missing, milli: 0 }), { ...unready, milli: 0 });
  return counted;
};

/** Whether one points up and the other one down. */
const turns = (before: number, after: number): boolean =>
  (before < 1 && after > 1) || (before > 1 && after < 1);

/**
 * What a metric of the pods asks for: Resource, ContainerResource or Pods.
 *
 * The mean over the pods with a usable sample gives the direction. Pods without a sample then dampen it: on the way
 * down they count as fully used (a value other than a utilization: as on target), on the way up as idle; pods that
 * are not ready count as idle on the way up. If that turns the direction or meets the tolerance, nothing changes.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/replica_calculator.go (GetResourceReplicas,
 * calcPlainMetricReplicas) and metrics/utilization.go
 */
export const proposeFromPods = (
  metric: HpaMetric,
  pods: readonly PodObservation[],
  { currentReplicas, settings }: { readonly currentReplicas: number; readonly settings: HpaSettings },
): Proposal => {
  const groups = groupPods(pods, metric, { settings, assumedMilliOf: assumedFor(metric) });
  const named = { metric: metricKey(metric) };
  const ratioOf = ratioFor(metric);
  const needsRequests = targetTypeOf(metric) === 'Utilization';
  if (
    groups.counted.pods === 0 ||
    (needsRequests && !(groups.hasRequests && groups.counted.requestMilli > 0))
  )
    return { ...named, reason: 'InvalidMetrics' };
  const ratio = ratioOf(groups.counted);
  const tolerances = tolerancesOf(settings);
  const kept = {
    ...named,
    ratio,
    replicas: currentReplicas,
    reason: isWithinTolerance(ratio, tolerances) ? 'WithinTolerance' : 'Dampened',
  } as const;
  const isDampened = groups.missing.pods > 0 || (groups.unready.pods > 0 && ratio > 1);
  if (!isDampened && kept.reason === 'WithinTolerance') return kept;
  const all = isDampened ? dampened(groups, ratio) : groups.counted;
  const dampenedRatio = ratioOf(all);
  if (isWithinTolerance(dampenedRatio, tolerances) || turns(ratio, dampenedRatio)) return kept;
  const replicas = Math.ceil(dampenedRatio * all.pods);
  const isAgainst = dampenedRatio < 1 ? replicas > currentReplicas : replicas < currentReplicas;
  if (isDampened && isAgainst) return kept;
  return { ...named, ratio, replicas, reason: 'AsProposed' };
};
