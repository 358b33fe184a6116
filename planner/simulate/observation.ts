import type { HpaSettings } from '../../runs/schema/policy.ts';
import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSampler,
  rateBetween,
  type Samples,
  serviceMetricsOf,
} from '../policies/index.ts';
import type { Fleet, Replica } from './fleet.ts';
import type { Reading } from './meter.ts';
import type { PodsRead } from './metrics-server.ts';

/** Rounding in the difference of two large sums must not make a metric negative. */
const rateOf = (difference: number, seconds: number): number =>
  seconds > 0 ? Math.max(0, difference / seconds) : 0;

type PodLook = {
  /** Undefined while the metrics server has none. */
  readonly samples: Samples<PodsRead> | undefined;
  readonly atSeconds: number;
  readonly slotsPerReplica: number;
};

type SamplesOf = (replica: Replica) => PodObservation['samples'];

/** How the samples of each replica are found; it has none as long as it was not read twice. */
const samplesFrom = (
  samples: Samples<PodsRead>,
  metrics: HpaSettings['metrics'],
  slotsPerReplica: number,
): SamplesOf => {
  const { before, now, windowSeconds } = samples;
  const sampled = podSampler(metrics);
  return ({ number }) => {
    const busySlots = rateBetween(
      before.slotSeconds[number] ?? Number.NaN,
      now.slotSeconds[number] ?? Number.NaN,
      windowSeconds,
    );
    if (Number.isNaN(busySlots)) return {};
    const requestsPerSecond = rateBetween(before.starts[number]!, now.starts[number]!, windowSeconds);
    return sampled({ busyShare: busySlots / slotsPerReplica, busySlots, requestsPerSecond }, samples);
  };
};

/** Every pod as the HPA sees it, with what the metrics server has of it. */
export const observePods = (
  replicas: Pick<Fleet, 'ready' | 'pending'>,
  metrics: HpaSettings['metrics'],
  { samples, atSeconds, slotsPerReplica }: PodLook,
): PodObservation[] => {
  const requestsMilli = podRequestsOf(metrics);
  const samplesOf = samples ? samplesFrom(samples, metrics, slotsPerReplica) : () => ({});
  const ready = replicas.ready.map(
    (replica): PodObservation => ({
      phase: 'Running',
      ageSeconds: atSeconds - replica.startedAtSeconds,
      ready: true,
      readinessForSeconds: atSeconds - replica.readyAtSeconds,
      requestsMilli,
      samples: samplesOf(replica),
    }),
  );
  const pending = replicas.pending.map(
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
