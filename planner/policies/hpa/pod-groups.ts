import type { HpaSettings } from '../../../runs/schema/policy.ts';
import type { HpaMetric } from '../../../runs/schema/rules/hpa-metric.ts';
import { metricTypeOf } from '../../../runs/schema/rules/hpa-metric-types.ts';
import type { PodObservation, PodSample } from '../policy.ts';

/** Some pods, summed up: their samples and their requests in thousandths. */
export type PodSum = { readonly pods: number; readonly milli: number; readonly requestMilli: number };

/** The pods of one metric, by what the algorithm may use of them. */
export type PodGroups = {
  /** With a sample that counts. */
  readonly counted: PodSum;
  /** Running, without a sample: `milli` is what they count as on the way down. */
  readonly missing: PodSum;
  /** Pending, or still starting. */
  readonly unready: PodSum;
  /** Whether every pod has a request for the resource; a utilization can't be had without. */
  readonly hasRequests: boolean;
};

/** Name of a metric in a pod's samples and requests: one pod may have several containers. */
export const metricKey = ({ name, container }: Pick<HpaMetric, 'name' | 'container'>): string =>
  container === undefined ? name : `${container}/${name}`;

/**
 * Whether a CPU sample says nothing about serving. In a pod's first minutes a sample counts only if the pod is ready and
 * the whole span of the sample lies after it became so. Later on only a pod that was never ready is left out: one
 * whose condition has not changed since the first seconds.
 */
const isStarting = (pod: PodObservation, sample: PodSample, settings: HpaSettings): boolean => {
  const { ageSeconds, ready, readinessForSeconds } = pod;
  if (ageSeconds < settings.cpuInitializationPeriodSeconds)
    return !ready || sample.takenSecondsAgo > readinessForSeconds - sample.windowSeconds;
  return !ready && ageSeconds - readinessForSeconds < settings.initialReadinessDelaySeconds;
};

const isCpu = (metric: HpaMetric): boolean =>
  metric.name === 'cpu' && metricTypeOf(metric) !== 'Pods' && metric.type !== 'External';

/**
 * Sorts the pods of one metric as the controller does. Pods that are being deleted are not observed at all, and failed
 * ones count as nothing.
 * Source: kubernetes/kubernetes, pkg/controller/podautoscaler/replica_calculator.go, groupPods
 */
export const groupPods = (
  pods: readonly PodObservation[],
  metric: HpaMetric,
  options: { readonly settings: HpaSettings; readonly assumedMilliOf: (requestMilli: number) => number },
): PodGroups => {
  const { settings, assumedMilliOf } = options;
  const key = metricKey(metric);
  const groups = {
    counted: { pods: 0, milli: 0, requestMilli: 0 },
    missing: { pods: 0, milli: 0, requestMilli: 0 },
    unready: { pods: 0, milli: 0, requestMilli: 0 },
  };
  let hasRequests = true;
  const skipsStarting = isCpu(metric);
  const groupOf = (pod: PodObservation, sample: PodSample | undefined): keyof typeof groups => {
    if (pod.phase === 'Pending') return 'unready';
    if (sample === undefined) return 'missing';
    return skipsStarting && isStarting(pod, sample, settings) ? 'unready' : 'counted';
  };
  for (const pod of pods) {
    const requestMilli = pod.requestsMilli[key];
    if (requestMilli === undefined) hasRequests = false;
    if (pod.phase === 'Failed') continue;
    const sample = pod.samples[key];
    const group = groups[groupOf(pod, sample)];
    group.pods++;
    group.milli += sample?.milli ?? assumedMilliOf(requestMilli ?? 0);
    group.requestMilli += requestMilli ?? 0;
  }
  return { ...groups, hasRequests };
};
