import type { PolicySettings } from '../../runs/schema/policy.ts';
import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSampler,
  serviceMetricsOf,
  startPolicy,
} from './index.ts';

/** Old enough for every grace of an autoscaler. */
const veteranSeconds = 3600;

const podsOf = (settings: PolicySettings, replicas: number, isBusy: boolean): readonly PodObservation[] => {
  if (settings.kind !== 'hpa') return [];
  const busy = isBusy ? 1 : 0;
  const load = { busyShare: busy, busySlots: busy, requestsPerSecond: busy };
  const span = { windowSeconds: settings.syncPeriodSeconds, takenSecondsAgo: 0 };
  const pod: PodObservation = {
    phase: 'Running',
    ageSeconds: veteranSeconds,
    ready: true,
    readinessForSeconds: veteranSeconds,
    requestsMilli: podRequestsOf(settings.metrics),
    samples: podSampler(settings.metrics)(load, span),
  };
  return Array.from({ length: replicas }, () => pod);
};

type Moment = { readonly atSeconds: number; readonly replicas: number; readonly isBusy: boolean };

/** Replicas that are all ready, and all busy with one request each, or all idle. */
const observationAt = (settings: PolicySettings, { atSeconds, replicas, isBusy }: Moment): Observation => {
  const busy = isBusy ? replicas : 0;
  return {
    atSeconds,
    desiredReplicas: replicas,
    readyReplicas: replicas,
    pendingReplicas: 0,
    slotsPerReplica: 1,
    busyReplicas: busy,
    busySlots: busy,
    queuedRequests: 0,
    arrivals: busy,
    meanBusyReplicas: busy,
    meanBusySlots: busy,
    meanQueuedRequests: 0,
    pods: podsOf(settings, replicas, isBusy),
    ...(settings.kind === 'hpa' && {
      serviceMetricsMilli: serviceMetricsOf({ inFlight: busy, requestsPerSecond: busy }, settings.metrics),
    }),
  };
};

/**
 * Seconds until a rule has let go of surplus: from its last busy step until it asks for no more than it keeps
 * without load, on a service that stays idle and loses replicas at once. Found by stepping the rule itself, so hold,
 * stabilization window, cooldown and scaling policies all count as they are set. O(steps x replicas).
 *
 * @param replicas there are at the start
 * @param limitSeconds how far to look; at most so many seconds are stepped through
 * @returns null if the rule still asks for more after the limit
 * @example secondsToLetGo({ kind: 'fixed', replicas: 3 }, 9, 900) // 0
 */
export const secondsToLetGo = (
  settings: PolicySettings,
  replicas: number,
  limitSeconds: number,
): number | null => {
  let policy = startPolicy(settings);
  const { intervalSeconds, desiredReplicas: kept } = policy;
  if (replicas <= kept || !Number.isFinite(intervalSeconds)) return 0;
  policy = policy.next(observationAt(settings, { atSeconds: 0, replicas, isBusy: true }));
  for (let step = 1; step * intervalSeconds <= limitSeconds; step++) {
    const atSeconds = step * intervalSeconds;
    const now = { atSeconds, replicas: policy.desiredReplicas, isBusy: false };
    policy = policy.next(observationAt(settings, now));
    if (policy.desiredReplicas <= kept) return atSeconds;
  }
  return null;
};
