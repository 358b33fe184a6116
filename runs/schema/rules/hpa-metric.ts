import { z } from 'zod';
import { about } from '../about.ts';
import {
  isOfService,
  metricTypeOf,
  metricTypes,
  targetsOf,
  targetTypeOf,
  targetTypes,
} from './hpa-metric-types.ts';

/** A CPU request may be far below what a pod uses, but not this far: a higher share is a percentage. */
const utilizationShareMost = 10;

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
        'what the metric follows in a simulation: busy slots, requests in flight, requests/s, or nothing that a simulation has (memory, a queue elsewhere); of each pod, and of the whole service for External and Object. A config says it of every metric but cpu',
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
