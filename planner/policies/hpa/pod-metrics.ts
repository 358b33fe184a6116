import type { HpaMetric } from '../../../runs/schema/rules/hpa-metric.ts';
import { isOfService, metricTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
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

type Followed = Readonly<Record<Exclude<HpaMetric['source'], 'none'>, number>>;

/** A metric that follows something. */
type FollowingMetric = {
  readonly key: string;
  readonly source: keyof Followed;
  readonly scale: number;
};

const followingOf = (metrics: Metrics): FollowingMetric[] =>
  metrics.flatMap((metric) =>
    metric.source === 'none' ? [] : [{ key: metricKey(metric), source: metric.source, scale: metric.scale }],
  );

/** What a metric follows, times its scale, in thousandths. */
const milliOf = ({ source, scale }: FollowingMetric, load: Followed): number =>
  Math.round(load[source] * scale * 1000);

/**
 * How pods are sampled: the samples of one pod as the metrics API would publish them, what each metric of the settings
 * follows times its scale. The simulator and the sandbox both fill `PodObservation.samples` with it. A metric that
 * follows nothing has none. Made once for all pods of a look.
 *
 * @example
 * podSampler([{ name: 'cpu', source: 'utilization', targetValue: 0.6, scale: 1.2 }])(
 *   { busyShare: 0.5, busySlots: 2, requestsPerSecond: 20 },
 *   { windowSeconds: 15, takenSecondsAgo: 5 }).cpu.milli // 600
 */
export const podSampler = (
  metrics: Metrics,
): ((
  load: PodLoad,
  span: Pick<PodSample, 'windowSeconds' | 'takenSecondsAgo'>,
) => Record<string, PodSample>) => {
  const ofPod = followingOf(metrics.filter((metric) => !isOfService(metric)));
  return ({ busyShare, busySlots, requestsPerSecond }, { windowSeconds, takenSecondsAgo }) => {
    const samples: Record<string, PodSample> = {};
    const load = { utilization: busyShare, concurrency: busySlots, requestRate: requestsPerSecond };
    for (const metric of ofPod)
      samples[metric.key] = { windowSeconds, takenSecondsAgo, milli: milliOf(metric, load) };
    return samples;
  };
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
): Record<string, number> => {
  const followed = { utilization: 0, concurrency: load.inFlight, requestRate: load.requestsPerSecond };
  return Object.fromEntries(
    followingOf(metrics.filter(isOfService)).map((metric) => [metric.key, milliOf(metric, followed)]),
  );
};
