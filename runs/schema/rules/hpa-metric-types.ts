/** Where an HPA takes a metric from: `spec.metrics[].type` of autoscaling/v2. */
export const metricTypes = ['Resource', 'ContainerResource', 'Pods', 'External', 'Object'] as const;
/** What a target is compared with: `target.type` of autoscaling/v2. */
export const targetTypes = ['Utilization', 'AverageValue', 'Value'] as const;

type MetricType = (typeof metricTypes)[number];
type TargetType = (typeof targetTypes)[number];

/** The targets that the API takes for each type; the first is the one of settings that name none. */
export const targetsOf: Record<MetricType, readonly [TargetType, ...TargetType[]]> = {
  Resource: ['Utilization', 'AverageValue'],
  ContainerResource: ['Utilization', 'AverageValue'],
  Pods: ['AverageValue'],
  External: ['AverageValue', 'Value'],
  Object: ['Value', 'AverageValue'],
};

/** As far as the types of a metric depend on it: see `hpa-metric.ts`. */
type Typed = {
  readonly type?: MetricType | undefined;
  readonly targetType?: TargetType | undefined;
  readonly source: 'utilization' | 'concurrency' | 'requestRate' | 'none';
};

/** @example metricTypeOf({ source: 'concurrency' }) // 'Pods' */
export const metricTypeOf = ({ type, source }: Omit<Typed, 'targetType'>): MetricType =>
  type ?? (source === 'utilization' ? 'Resource' : 'Pods');

/** @example targetTypeOf({ type: 'External', source: 'none' }) // 'AverageValue' */
export const targetTypeOf = (metric: Typed): TargetType =>
  metric.targetType ?? targetsOf[metricTypeOf(metric)][0];

/** Whether one value stands for the whole service; else each pod has its own. */
export const isOfService = (metric: Omit<Typed, 'targetType'>): boolean =>
  metricTypeOf(metric) === 'External' || metricTypeOf(metric) === 'Object';
