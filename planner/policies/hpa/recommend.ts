import type { HpaSettings } from '../../../runs/schema/policy.ts';
import type { PodObservation } from '../policy.ts';
import { roundUp } from '../replicas.ts';
import { isWithinTolerance } from './tolerance.ts';

type Metric = HpaSettings['metrics'][number];

/** The pods of one metric, by what the algorithm may use of them. */
type PodGroups = { readonly values: readonly number[]; readonly missing: number; readonly unready: number };

/**
 * Whether a CPU sample says nothing about serving: the pod still starts, or the sample covers a part of its start.
 * The sample is taken to cover one sync period, the span that the observation averages over.
 */
const isStarting = (pod: PodObservation, settings: HpaSettings): boolean => {
  const { ageSeconds, ready, readyForSeconds } = pod;
  if (ageSeconds < settings.cpuInitializationPeriodSeconds) {
    return !ready || (readyForSeconds ?? 0) < settings.syncPeriodSeconds;
  }
  const firstReadyAtAge = readyForSeconds === undefined ? 0 : ageSeconds - readyForSeconds;
  return !ready && firstReadyAtAge < settings.initialReadinessDelaySeconds;
};

const groupPods = (pods: readonly PodObservation[], metric: Metric, settings: HpaSettings): PodGroups => {
  const values: number[] = [];
  let [missing, unready] = [0, 0];
  for (const pod of pods) {
    const value = pod.metrics[metric.name];
    if (value === undefined) {
      // A pod that was never ready and has no sample is Pending to Kubernetes: not ready, rather than missing.
      if (!pod.ready && pod.readyForSeconds === undefined) unready += 1;
      else missing += 1;
    } else if (metric.source === 'utilization' && isStarting(pod, settings)) unready += 1;
    else values.push(value);
  }
  return { values, missing, unready };
};

/**
 * Replicas that one metric asks for; `undefined` if no pod has a usable sample.
 *
 * The mean over the usable pods gives the direction. Pods without a sample then dampen it: they count as exactly
 * on target when it points down, as idle when it points up; pods that are not ready count as idle when it points
 * up. If that turns the direction or meets the tolerance, nothing changes.
 */
const recommendFor = (
  metric: Metric,
  pods: readonly PodObservation[],
  options: { readonly currentReplicas: number; readonly settings: HpaSettings },
): number | undefined => {
  const { currentReplicas, settings } = options;
  const { values, missing, unready } = groupPods(pods, metric, settings);
  if (values.length === 0) return undefined;
  const total = values.reduce((sum, value) => sum + value, 0);
  const seenRatio = total / values.length / metric.targetValue;
  const [up, down] = [seenRatio > 1, seenRatio < 1];
  const assumedTotal = total + (down ? missing * metric.targetValue : 0);
  const podCount = values.length + (up || down ? missing : 0) + (up ? unready : 0);
  const ratio = assumedTotal / podCount / metric.targetValue;
  if (isWithinTolerance(ratio, settings.tolerance)) return currentReplicas;
  if ((down && ratio > 1) || (up && ratio < 1)) return currentReplicas;
  const replicas = roundUp(assumedTotal / metric.targetValue);
  const isDampened = podCount > values.length;
  const turns = up ? replicas < currentReplicas : replicas > currentReplicas;
  return isDampened && turns ? currentReplicas : replicas;
};

/**
 * Step one of the HPA: the replicas that the metrics ask for, before stabilization and scaling policies. Of
 * several metrics the largest answer wins; while one of them can't be had, an answer below the current replicas
 * is dropped.
 *
 * Follows the documented algorithm. kube-controller-manager departs from it in two details that are left out: it
 * cuts a mean utilization to whole percents, and on the way down it assumes 100 % of the request (not of the
 * target) for a pod that lacks a resource metric.
 * Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details
 *
 * @returns `undefined` if the metrics allow no answer: the HPA then leaves everything as it is
 */
export const recommendReplicas = (
  pods: readonly PodObservation[],
  currentReplicas: number,
  settings: HpaSettings,
): number | undefined => {
  const answers = settings.metrics.map((metric) => recommendFor(metric, pods, { currentReplicas, settings }));
  const known = answers.filter((answer) => answer !== undefined);
  if (known.length === 0) return undefined;
  const largest = Math.max(...known);
  return known.length < answers.length && largest < currentReplicas ? undefined : largest;
};
