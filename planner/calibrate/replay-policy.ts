import type { PolicySettings } from '../../runs/schema/policy.ts';
import { overSeconds, type Watched, type WatchedSpan } from '../measure/watched.ts';
import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSamplesOf,
  serviceMetricsOf,
  startPolicy,
} from '../policies/index.ts';

/** Pods that were ready before the load: past every grace of an autoscaler. */
const veteranSeconds = 600;

/**
 * Every ready pod carries the same share of the load: what each one did is not recorded. Those that became ready since
 * the last step are young, which an HPA does not take for serving yet.
 */
const podsOf = (
  seen: WatchedSpan,
  settings: PolicySettings,
  context: { readonly pending: number; readonly intervalSeconds: number; readonly slotsPerReplica: number },
): PodObservation[] | undefined => {
  if (settings.kind !== 'hpa') return undefined;
  const { pending, intervalSeconds, slotsPerReplica } = context;
  const busySlots = seen.meanReady === 0 ? 0 : seen.meanBusySlots / seen.meanReady;
  const requestsPerSecond = seen.arrivals / intervalSeconds / Math.max(1, seen.ready);
  const load = { busySlots, busyShare: busySlots / slotsPerReplica, requestsPerSecond };
  const veteran: PodObservation = {
    phase: 'Running',
    ageSeconds: veteranSeconds,
    ready: true,
    readinessForSeconds: veteranSeconds,
    requestsMilli: podRequestsOf(settings.metrics),
    samples: podSamplesOf(load, settings.metrics, { windowSeconds: intervalSeconds, takenSecondsAgo: 0 }),
  };
  const young = { ...veteran, ageSeconds: 1, readinessForSeconds: 0 };
  const starting = { ...young, phase: 'Pending' as const, ready: false, samples: {} };
  return [
    ...new Array<PodObservation>(seen.readyThroughout).fill(veteran),
    ...new Array<PodObservation>(seen.ready - seen.readyThroughout).fill(young),
    ...new Array<PodObservation>(pending).fill(starting),
  ];
};

/**
 * How a router spreads requests over replicas with several slots, which is not recorded: `leastBusy` keeps as many
 * replicas busy as there are requests, `anySlot` takes a free slot wherever it is.
 */
export const placements = ['leastBusy', 'anySlot'] as const;
type Placement = (typeof placements)[number];

const busyReplicasOf = (
  busySlots: number,
  { ready, slotsPerReplica, placement }: { ready: number; slotsPerReplica: number; placement: Placement },
): number => {
  if (ready === 0) return 0;
  if (placement === 'leastBusy') return Math.min(ready, busySlots);
  const freeShare = Math.max(0, 1 - busySlots / (ready * slotsPerReplica));
  return ready * (1 - freeShare ** slotsPerReplica);
};

type ReplayOptions = {
  readonly settings: PolicySettings;
  readonly slotsPerReplica: number;
  readonly placement: Placement;
  /** Where in its interval the autoscaler stands when the recording begins. */
  readonly phaseSeconds: number;
};

/** What the rule is shown at one step, its own wish included. */
const observationOf = (
  since: readonly Watched[],
  rule: { readonly atSeconds: number; readonly desired: number; readonly intervalSeconds: number },
  { settings, slotsPerReplica, placement }: ReplayOptions,
): Observation => {
  const seen = overSeconds(since);
  const { atSeconds, desired, intervalSeconds } = rule;
  const router = { ready: seen.ready, slotsPerReplica, placement };
  const pending = Math.max(0, desired - seen.ready);
  const pods = podsOf(seen, settings, { pending, intervalSeconds, slotsPerReplica });
  return {
    atSeconds,
    desiredReplicas: desired,
    readyReplicas: seen.ready,
    pendingReplicas: pending,
    slotsPerReplica,
    busyReplicas: Math.round(busyReplicasOf(seen.busySlots, router)),
    busySlots: seen.busySlots,
    queuedRequests: seen.queued,
    arrivals: seen.arrivals * Math.min(1, intervalSeconds),
    meanBusyReplicas: busyReplicasOf(seen.meanBusySlots, router),
    meanBusySlots: seen.meanBusySlots,
    meanQueuedRequests: seen.meanQueued,
    ...(pods && { pods }),
    ...(settings.kind === 'hpa' && {
      serviceMetricsMilli: serviceMetricsOf(
        {
          inFlight: seen.busySlots + seen.queued,
          requestsPerSecond: seen.arrivals / since.length,
        },
        settings.metrics,
      ),
    }),
  };
};

/**
 * What a rule would have asked for at the end of each second, had it been at the controls: load, ready replicas and
 * queue are the recorded ones, what it asks for is its own, from the recorded start on. Where the recording is
 * unknown it keeps what it asked for last. Open loop: its wishes change nothing.
 */
export const replayPolicy = (recording: readonly (Watched | null)[], options: ReplayOptions): number[] => {
  const { settings, phaseSeconds } = options;
  let policy = startPolicy(settings);
  const { intervalSeconds } = policy;
  const recordedStart = recording.find((second) => second !== null)?.desired;
  let desired = settings.kind === 'fixed' ? settings.replicas : (recordedStart ?? policy.desiredReplicas);
  let atSeconds = phaseSeconds + Math.min(1, intervalSeconds);
  let since: Watched[] = [];
  return recording.map((second, index) => {
    if (second !== null) since.push(second);
    for (; atSeconds <= index + 1; atSeconds += intervalSeconds) {
      if (since.length === 0) continue;
      policy = policy.next(observationOf(since, { atSeconds, desired, intervalSeconds }, options));
      desired = policy.desiredReplicas;
      // A rule that steps several times a second sees the same second each time.
      since = intervalSeconds < 1 && second !== null ? [second] : [];
    }
    return desired;
  });
};
