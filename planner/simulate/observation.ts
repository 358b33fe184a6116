import type { HpaSettings } from '../../runs/schema/policy.ts';
import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSampler,
  type Samples,
  serviceMetricsOf,
} from '../policies/index.ts';
import type { Fleet, Replica } from './fleet.ts';
import type { Reading } from './meter.ts';

/** Rounding in the difference of two large sums must not make a metric negative. */
const rateOf = (difference: number, seconds: number): number =>
  seconds > 0 ? Math.max(0, difference / seconds) : 0;

/** Every pod as the HPA sees it, with what the metrics server has of it. */
export const observePods = (
  fleet: Fleet,
  metrics: HpaSettings['metrics'],
  { samples, atSeconds }: { readonly samples: Samples<Replica>; readonly atSeconds: number },
): PodObservation[] => {
  const { perReplica } = fleet.router.slots;
  const requestsMilli = podRequestsOf(metrics);
  const sampled = podSampler(metrics);
  const ready = fleet.ready.map((replica): PodObservation => {
    const load = samples.loadOf(replica);
    // Written out, as a copy of an object takes long.
    const used = load && {
      busyShare: load.busySlots / perReplica,
      busySlots: load.busySlots,
      requestsPerSecond: load.requestsPerSecond,
    };
    return {
      phase: 'Running',
      ageSeconds: atSeconds - replica.startedAtSeconds,
      ready: true,
      readinessForSeconds: atSeconds - replica.readyAtSeconds,
      requestsMilli,
      samples: used ? sampled(used, samples) : {},
    };
  });
  const pending = fleet.pending.map(
    ({ createdAtSeconds }): PodObservation => ({
      phase: 'Pending',
      ageSeconds: atSeconds - createdAtSeconds,
      ready: false,
      readinessForSeconds: atSeconds - createdAtSeconds,
      requestsMilli,
      samples: {},
    }),
  );
  return [...ready, ...pending];
};

/** What the autoscaler sees at one step: the reading now, and means since its last step. */
export const observe = (
  fleet: Fleet,
  readings: { readonly before: Reading; readonly now: Reading },
  {
    desiredReplicas,
    metrics,
  }: { readonly desiredReplicas: number; readonly metrics: HpaSettings['metrics'] },
): Observation => {
  const { before, now } = readings;
  const seconds = now.atSeconds - before.atSeconds;
  const arrivals = now.arrivals - before.arrivals;
  const inFlight = now.busySlots + now.queued;
  return {
    atSeconds: now.atSeconds,
    desiredReplicas,
    readyReplicas: fleet.ready.length,
    pendingReplicas: fleet.pending.length,
    slotsPerReplica: fleet.router.slots.perReplica,
    busyReplicas: now.busyReplicas,
    busySlots: now.busySlots,
    queuedRequests: now.queued,
    arrivals,
    meanBusyReplicas: rateOf(now.busyReplicaSeconds - before.busyReplicaSeconds, seconds),
    meanBusySlots: rateOf(now.busySlotSeconds - before.busySlotSeconds, seconds),
    meanQueuedRequests: rateOf(now.queuedSeconds - before.queuedSeconds, seconds),
    serviceMetricsMilli: serviceMetricsOf(
      { inFlight, requestsPerSecond: rateOf(arrivals, seconds) },
      metrics,
    ),
  };
};
