import type { Observation, PodObservation } from '../../../planner/policies/index.ts';

/**
 * An observation of replicas that are all ready and idle, with what a test cares about on top. Ready replicas
 * follow the desired ones, and means follow the counts, unless they are given.
 */
export const observe = (seen: Partial<Observation> = {}): Observation => {
  const desiredReplicas = seen.desiredReplicas ?? 1;
  const counts = {
    atSeconds: 0,
    readyReplicas: desiredReplicas - (seen.pendingReplicas ?? 0),
    pendingReplicas: 0,
    slotsPerReplica: 1,
    busyReplicas: 0,
    busySlots: 0,
    queuedRequests: 0,
    arrivals: 0,
    ...seen,
    desiredReplicas,
  };
  return {
    meanBusyReplicas: counts.busyReplicas,
    meanBusySlots: counts.busySlots,
    meanQueuedRequests: counts.queuedRequests,
    ...counts,
  };
};

/** Pods that have been ready for an hour, each with this CPU utilization (a share of its request). */
export const readyPods = (count: number, cpu: number): PodObservation[] =>
  Array.from({ length: count }, () => ({
    ageSeconds: 3600,
    ready: true,
    readyForSeconds: 3590,
    metrics: { cpu },
  }));

/** Pods without a sample: not ready yet, or ready for an hour and missing from the metrics. */
export const podsWithoutSample = (count: number, kind: 'starting' | 'missing'): PodObservation[] =>
  Array.from({ length: count }, () =>
    kind === 'starting'
      ? { ageSeconds: 5, ready: false, metrics: {} }
      : { ageSeconds: 3600, ready: true, readyForSeconds: 3590, metrics: {} },
  );
