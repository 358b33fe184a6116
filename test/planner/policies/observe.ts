import type { Observation, PodObservation, PodSample } from '../../../planner/policies/index.ts';

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

const old = {
  phase: 'Running',
  ageSeconds: 3600,
  ready: true,
  readinessForSeconds: 3590,
  requestsMilli: { cpu: 1000 },
} as const;

/** A sample that covers the last sync period, of a value in the metric's own unit. */
export const sampleOf = (value: number): PodSample => ({
  milli: Math.round(value * 1000),
  windowSeconds: 15,
  takenSecondsAgo: 0,
});

/** Pods that have been ready for an hour, each with this CPU utilization (a share of its request). */
export const readyPods = (count: number, cpu: number): PodObservation[] =>
  Array.from({ length: count }, () => ({ ...old, samples: { cpu: sampleOf(cpu) } }));

/** Pods without a sample: not running yet, or ready for an hour and missing from the metrics. */
export const podsWithoutSample = (count: number, kind: 'starting' | 'missing'): PodObservation[] =>
  Array.from({ length: count }, () =>
    kind === 'starting'
      ? { ...old, phase: 'Pending', ageSeconds: 5, ready: false, readinessForSeconds: 5, samples: {} }
      : { ...old, samples: {} },
  );
