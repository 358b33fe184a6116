import type { Decision } from '../../../planner/policies/index.ts';
import type { HpaMetric } from '../../../runs/schema/rules/hpa-metric.ts';
import { metricTypeOf, targetTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
import { cpuQuantity } from './service.ts';

type Value = Readonly<Record<string, string | number>>;

/** Field of a metric's `target` and `current`, in the units of the API: whole percent, or a quantity. */
const inUnits = (metric: HpaMetric, value: number): Value => {
  switch (targetTypeOf(metric)) {
    case 'Utilization':
      return { averageUtilization: Math.round(value * 100) };
    case 'AverageValue':
      return { averageValue: cpuQuantity(value) };
    case 'Value':
      return { value: cpuQuantity(value) };
  }
};

/** What an Object metric is about; the settings don't say, and nothing here reads it. */
const describedObject = { apiVersion: 'v1', kind: 'Service', name: 'service' };

const withSource = (metric: HpaMetric, rest: object) => {
  const { name, container } = metric;
  switch (metricTypeOf(metric)) {
    case 'Resource':
      return { type: 'Resource', resource: { name, ...rest } };
    case 'ContainerResource':
      return { type: 'ContainerResource', containerResource: { name, container, ...rest } };
    case 'Pods':
      return { type: 'Pods', pods: { metric: { name }, ...rest } };
    case 'External':
      return { type: 'External', external: { metric: { name }, ...rest } };
    case 'Object':
      return { type: 'Object', object: { metric: { name }, describedObject, ...rest } };
  }
};

/** One item of `spec.metrics`. */
export const metricSpecOf = (metric: HpaMetric) => {
  const { targetValue } = metric;
  return withSource(metric, { target: { type: targetTypeOf(metric), ...inUnits(metric, targetValue) } });
};

/** `status.currentMetrics`: those that the last sync could be had of. */
export const currentMetricsOf = (metrics: readonly HpaMetric[], decision: Decision | undefined) =>
  metrics.flatMap((metric, index) => {
    const ratio = decision?.proposals[index]?.ratio;
    return ratio === undefined
      ? []
      : [withSource(metric, { current: inUnits(metric, ratio * metric.targetValue) })];
  });
