import { type HpaMetric, isOfService, metricTypeOf } from '../../../runs/schema/hpa-metric.ts';
import type { PodSample } from '../policy.ts';
import { metricKey } from './pod-groups.ts';

/** Load of one pod over the span of a sample. */
type PodLoad = {
  /** Mean share of its slots that ran a request. */
  readonly busyShare: number;
  /** Mean requests that it ran at once. */
  readonly busySlots: number;
  readonly requestsPerSecond: number;
};

type Metrics = readonly HpaMetric[];

/** A simulated pod requests one whole unit: `scale` says how much of its request a fully busy pod uses. */
const requestMilli = 1000;

const followed = (
  metrics: Metrics,
  load: Readonly<Record<'utilization' | 'concurrency' | 'requestRate', number>>,
): (readonly [string, number])[] =>
  metrics.flatMap((metric) =>
    metric.source === 'none'
      ? []
      : [[metricKey(metric), Math.round(load[metric.source] * metric.scale * 1000)] as const],
  );

/**
 * The samples of one pod as the metrics API would publish them: what each metric of the settings follows, times its
 * scale. The simulator and the sandbox both fill `PodObservation.samples` with it. A metric that follows nothing has none.
 *
 * @example
 * podSamplesOf({ busyShare: 0.5, busySlots: 2, requestsPerSecond: 20 },
 *   [{ name: 'cpu', source: 'utilization', targetValue: 0.6, scale: 1.2 }],
 *   { windowSeconds: 15, takenSecondsAgo: 5 }).cpu.milli // 600
 */
export const podSamplesOf = (
  load: PodLoad,
  metrics: Metrics,
  span: Pick<PodSample, 'windowSeconds' | 'takenSecondsAgo'>,
): Record<string, PodSample> => {
  const { busyShare, busySlots, requestsPerSecond } = load;
  const ofPods = metrics.filter((metric) => !isOfService(metric));
  const values = followed(ofPods, {
    utilization: busyShare,
    concurrency: busySlots,
    requestRate: requestsPerSecond,
  });
  return Object.fromEntries(values.map(([key, milli]) => [key, { ...span, milli }]));
};

/** What a simulated pod requests of the resources that the metrics name. */
export const podRequestsOf = (metrics: Metrics): Record<string, number> =>
  Object.fromEntries(
    metrics
      .filter((metric) => metricTypeOf(metric) === 'Resource' || metricTypeOf(metric) === 'ContainerResource')
      .map((metric) => [metricKey(metric), requestMilli]),
  );

/**
 * The metrics that have one value for the whole service (External, Object), by name, in thousandths. The simulator
 * and the sandbox both fill `Observation.serviceMetricsMilli` with it.
 *
 * @param load requests in flight now (running or waiting), and requests/s since the last look
 */
export const serviceMetricsOf = (
  load: { readonly inFlight: number; readonly requestsPerSecond: number },
  metrics: Metrics,
): Record<string, number> =>
  Object.fromEntries(
    followed(metrics.filter(isOfService), {
      utilization: 0,
      concurrency: load.inFlight,
      requestRate: load.requestsPerSecond,
    }),
  );
