import type { HpaSettings, PolicySettings } from '../../runs/schema/policy.ts';
import { overSeconds, type Watched } from '../measure/watched.ts';
import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSampler,
  serviceMetricsOf,
} from '../policies/index.ts';

/** Pods that were ready before the load: past every grace of an autoscaler. */
const veteranSeconds = 600;

/** The seconds that lie in a pod's newest sample, and all from their first one on. */
type SampledSeconds = {
  readonly inSample: readonly Watched[];
  readonly sinceThen: readonly Watched[];
};

/** No sample yet. */
export const notSampled: SampledSeconds = { inSample: [], sinceThen: [] };

/** What the newest sample covers when a rule looks at a moment; empty before there is one. */
export const sampledSeconds = (
  recording: readonly (Watched | null)[],
  atSeconds: number,
  { metricsResolutionSeconds, sampleAgeSeconds }: HpaSettings,
): SampledSeconds => {
  const toSecond = Math.round(atSeconds - sampleAgeSeconds);
  const fromSecond = Math.round(toSecond - metricsResolutionSeconds);
  if (fromSecond < 0) return notSampled;
  const known = (seconds: readonly (Watched | null)[]): Watched[] =>
    seconds.filter((second) => second !== null);
  return {
    inSample: known(recording.slice(fromSecond, toSecond)),
    sinceThen: known(recording.slice(fromSecond, Math.round(atSeconds))),
  };
};

/**
 * Every ready pod carries the same share of the load: what each one did is not recorded. Those that were not ready as
 * the sample began are young, which an HPA does not take for serving yet.
 */
const podsOf = (
  { inSample, sinceThen }: SampledSeconds,
  settings: HpaSettings,
  context: { readonly ready: number; readonly pending: number; readonly slotsPerReplica: number },
): PodObservation[] => {
  const { ready, pending, slotsPerReplica } = context;
  const veteran: PodObservation = {
    phase: 'Running',
    ageSeconds: veteranSeconds,
    ready: true,
    readinessForSeconds: veteranSeconds,
    requestsMilli: podRequestsOf(settings.metrics),
    samples: {},
  };
  const starting = {
    ...veteran,
    phase: 'Pending' as const,
    ageSeconds: 1,
    ready: false,
    readinessForSeconds: 1,
  };
  const pendingPods = new Array<PodObservation>(pending).fill(starting);
  if (inSample.length === 0) return [...new Array<PodObservation>(ready).fill(veteran), ...pendingPods];
  const seen = overSeconds(inSample);
  const old = Math.min(ready, overSeconds(sinceThen).readyThroughout);
  const busySlots = seen.meanReady === 0 ? 0 : seen.meanBusySlots / seen.meanReady;
  const requestsPerSecond = seen.arrivals / inSample.length / Math.max(1, seen.ready);
  const load = { busySlots, busyShare: busySlots / slotsPerReplica, requestsPerSecond };
  const span = {
    windowSeconds: settings.metricsResolutionSeconds,
    takenSecondsAgo: settings.sampleAgeSeconds,
  };
  const withSample = { ...veteran, samples: podSampler(settings.metrics)(load, span) };
  const young = { ...withSample, ageSeconds: 1, readinessForSeconds: 0 };
  return [
    ...new Array<PodObservation>(old).fill(withSample),
    ...new Array<PodObservation>(ready - old).fill(young),
    ...pendingPods,
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

/** How a rule is stepped over a recording. */
export type ReplayOptions = {
  readonly settings: PolicySettings;
  readonly slotsPerReplica: number;
  readonly placement: Placement;
  /** Where in its interval the autoscaler stands when the recording begins. */
  readonly phaseSeconds: number;
};

/** What the rule is shown at one step, the number of replicas that it finds included. */
export const observationOf = (
  since: readonly Watched[],
  rule: {
    readonly atSeconds: number;
    readonly desired: number;
    readonly intervalSeconds: number;
    readonly sampled: SampledSeconds;
  },
  { settings, slotsPerReplica, placement }: ReplayOptions,
): Observation => {
  const seen = overSeconds(since);
  const { atSeconds, desired, intervalSeconds, sampled } = rule;
  const router = { ready: seen.ready, slotsPerReplica, placement };
  const pending = Math.max(0, desired - seen.ready);
  const pods =
    settings.kind === 'hpa' && podsOf(sampled, settings, { ready: seen.ready, pending, slotsPerReplica });
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
