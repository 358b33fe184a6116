import type { HpaMetric } from '../../../runs/schema/rules/hpa-metric.ts';
import { targetTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
import type { PodObservation } from '../policy.ts';
import type { Proposal } from './decision.ts';
import { metricKey } from './pod-groups.ts';
import { isWithinTolerance, type Tolerances } from './tolerance.ts';

/** A metric with one value for the whole service, and the replicas that it is set against. */
type ServiceMetric = {
  readonly valueMilli: number;
  readonly targetMilli: number;
  readonly currentReplicas: number;
  readonly tolerances: Tolerances;
};

type Answer = Pick<Proposal, 'replicas' | 'ratio' | 'reason'>;

/** `AverageValue`: replicas that bring the value per existing replica to the target. */
export const proposeFromAverage = (
  { valueMilli, targetMilli, tolerances }: Omit<ServiceMetric, 'currentReplicas'>,
  existingReplicas: number,
): Answer => {
  const ratio = valueMilli / (targetMilli * existingReplicas);
  if (isWithinTolerance(ratio, tolerances))
    return { ratio, replicas: existingReplicas, reason: 'WithinTolerance' };
  return { ratio, replicas: Math.ceil(valueMilli / targetMilli), reason: 'AsProposed' };
};

/** `Value`: ready replicas, times the ratio of value to target. */
const proposeFromValue = (
  { valueMilli, targetMilli, currentReplicas, tolerances }: ServiceMetric,
  readyReplicas: number,
): Answer => {
  const ratio = valueMilli / targetMilli;
  if (isWithinTolerance(ratio, tolerances))
    return { ratio, replicas: currentReplicas, reason: 'WithinTolerance' };
  return { ratio, replicas: Math.ceil(ratio * readyReplicas), reason: 'AsProposed' };
};

/**
 * What a metric of the whole service asks for: External or Object.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/replica_calculator.go
 * (GetExternalMetricReplicas, GetExternalPerPodMetricReplicas and the same two for Object)
 *
 * @param valueMilli in thousandths; undefined: the metric can't be had
 */
export const proposeFromService = (
  metric: HpaMetric,
  valueMilli: number | undefined,
  seen: Pick<ServiceMetric, 'currentReplicas' | 'tolerances'> & { readonly pods: readonly PodObservation[] },
): Proposal => {
  const named = { metric: metricKey(metric) };
  const { pods, currentReplicas, tolerances } = seen;
  if (valueMilli === undefined) return { ...named, reason: 'InvalidMetrics' };
  const targetMilli = Math.round(metric.targetValue * 1000);
  const service = { valueMilli, targetMilli, currentReplicas, tolerances };
  if (targetTypeOf(metric) === 'AverageValue')
    return { ...named, ...proposeFromAverage(service, pods.length) };
  if (pods.length === 0) return { ...named, reason: 'InvalidMetrics' };
  const readyReplicas = pods.filter(({ phase, ready }) => phase === 'Running' && ready).length;
  return { ...named, ...proposeFromValue(service, readyReplicas) };
};
