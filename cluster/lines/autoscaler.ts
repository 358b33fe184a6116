import type { AutoscalerLine, CurrentMetric } from '../../runs/schema/cluster-series.ts';
import { nameOf, type RawAutoscaler, type RawCondition, type RawMetricStatus, uidOf } from './raw.ts';
import { toScalingObject } from './scaling-object.ts';

/** A metric that could not be had has a type at most: nothing is left of it. */
const currentMetricsOf = (raw: RawMetricStatus): CurrentMetric[] => {
  const source = raw.resource ?? raw.containerResource ?? raw.pods ?? raw.external ?? raw.object;
  const name = source?.name ?? source?.metric?.name;
  if (source === undefined || name === undefined) return [];
  const { averageUtilization, averageValue, value } = source.current ?? {};
  return [
    {
      type: raw.type ?? '',
      name,
      container: source.container ?? null,
      averageUtilization: averageUtilization ?? null,
      averageValue: averageValue ?? null,
      value: value ?? null,
    },
  ];
};

/** The conditions of an object, without their times. */
export const conditionsOf = (
  conditions: readonly RawCondition[] | null | undefined,
): AutoscalerLine['conditions'] =>
  (conditions ?? []).map(({ type, status, reason, message }) => ({
    type,
    status,
    reason: reason ?? '',
    message: message ?? '',
  }));

/** A HorizontalPodAutoscaler (autoscaling/v2): its bounds, what it sees and wants, and why it can't have it. */
export const toAutoscalerLine = (raw: RawAutoscaler, atMs: number): AutoscalerLine => ({
  kind: 'autoscaler',
  atMs,
  name: nameOf(raw),
  ...uidOf(raw),
  minReplicas: raw.spec?.minReplicas ?? 1,
  maxReplicas: raw.spec?.maxReplicas ?? 0,
  currentReplicas: raw.status?.currentReplicas ?? 0,
  desiredReplicas: raw.status?.desiredReplicas ?? 0,
  currentMetrics: (raw.status?.currentMetrics ?? []).flatMap(currentMetricsOf),
  conditions: conditionsOf(raw.status?.conditions),
  object: toScalingObject(raw, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }),
  deleted: false,
});
