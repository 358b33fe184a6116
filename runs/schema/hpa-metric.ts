import { z } from 'zod';
import { about } from './about.ts';

/** A CPU request may be far below what a pod uses, but not this far: a higher share is a percentage. */
const utilizationShareMost = 10;

/** Where an HPA takes a metric from: `spec.metrics[].type` of autoscaling/v2. */
const metricTypes = ['Resource', 'ContainerResource', 'Pods', 'External', 'Object'] as const;
/** What a target is compared with: `target.type` of autoscaling/v2. */
const targetTypes = ['Utilization', 'AverageValue', 'Value'] as const;

type MetricType = (typeof metricTypes)[number];
type TargetType = (typeof targetTypes)[number];

/** The targets that the API takes for each type; the first is the one of settings that name none. */
const targetsOf: Record<MetricType, readonly [TargetType, ...TargetType[]]> = {
  Resource: ['Utilization', 'AverageValue'],
  ContainerResource: ['Utilization', 'AverageValue'],
  Pods: ['AverageValue'],
  External: ['AverageValue', 'Value'],
  Object: ['Value', 'AverageValue'],
};

const fields = {
  name: z
    .string()
    .default('cpu')
    .meta(about('the resource (cpu, memory), or the name of the metric', 'requests_in_flight')),
  type: z
    .enum(metricTypes)
    .optional()
    .meta(
      about('where the metric comes from, as in autoscaling/v2', 'Pods', {
        otherwise: 'Resource for a utilization, else Pods',
      }),
    ),
  targetType: z
    .enum(targetTypes)
    .optional()
    .meta(
      about('what the target is compared with, as in autoscaling/v2', 'AverageValue', {
        otherwise: 'Utilization of a resource, else AverageValue',
      }),
    ),
  container: z
    .string()
    .optional()
    .meta(about('the container of a ContainerResource', 'model', { otherwise: 'none' })),
  source: z
    .enum(['utilization', 'concurrency', 'requestRate', 'none'])
    .default('utilization')
    .meta(
      about(
        'what the metric follows in a simulation: busy slots, requests in flight, requests/s, or nothing that a simulation has (memory, a queue elsewhere); of each pod, and of the whole service for External and Object',
        'concurrency',
      ),
    ),
  targetValue: z
    .number()
    .positive()
    .meta(
      about(
        'utilization as a share of the request (0.5 = 50 %), or the value in the unit of the metric',
        0.5,
        { unit: 'share, or unit of the metric' },
      ),
    ),
  scale: z
    .number()
    .positive()
    .default(1)
    .meta(
      about(
        'value of the metric for each busy share: 1 means that a fully busy replica uses exactly its CPU request',
        1.2,
        { unit: 'value per busy share' },
      ),
    ),
};

type Metric = z.output<z.ZodObject<typeof fields>>;

/** @example metricTypeOf({ source: 'concurrency' }) // 'Pods' */
export const metricTypeOf = ({ type, source }: Pick<Metric, 'type' | 'source'>): MetricType =>
  type ?? (source === 'utilization' ? 'Resource' : 'Pods');

/** @example targetTypeOf({ type: 'External', source: 'none' }) // 'AverageValue' */
export const targetTypeOf = (metric: Pick<Metric, 'type' | 'source' | 'targetType'>): TargetType =>
  metric.targetType ?? targetsOf[metricTypeOf(metric)][0];

/** Whether one value stands for the whole service; else each pod has its own. */
export const isOfService = (metric: Pick<Metric, 'type' | 'source'>): boolean =>
  metricTypeOf(metric) === 'External' || metricTypeOf(metric) === 'Object';

const faultsOf = (metric: Metric): { readonly path: string; readonly message: string }[] => {
  const { container, source, targetValue } = metric;
  const [type, targetType] = [metricTypeOf(metric), targetTypeOf(metric)];
  const isPercent = targetType === 'Utilization' && targetValue > utilizationShareMost;
  const faults = [
    isPercent && {
      path: 'targetValue',
      message: `a utilization is a share, so this is ${(targetValue * 100).toLocaleString('en')} %: did you mean ${targetValue / 100}?`,
    },
    !targetsOf[type].includes(targetType) && {
      path: 'targetType',
      message: `a metric of type ${type} takes ${targetsOf[type].join(' or ')}`,
    },
    (type === 'ContainerResource') !== (container !== undefined) && {
      path: 'container',
      message: 'a metric of type ContainerResource names its container, and no other does',
    },
    isOfService(metric) &&
      source === 'utilization' && {
        path: 'source',
        message: `a metric of type ${type} follows concurrency, requestRate or none: it has one value for the service`,
      },
  ];
  return faults.filter((fault) => fault !== false);
};

/** One metric of an HPA: `spec.metrics[]` of autoscaling/v2, and what it follows in a simulation. */
export const hpaMetricSchema = z.strictObject(fields).superRefine((metric, context) => {
  for (const { path, message } of faultsOf(metric)) {
    context.addIssue({ code: 'custom', path: [path], message });
  }
});

/** One metric of an HPA, as read. */
export type HpaMetric = z.output<typeof hpaMetricSchema>;
