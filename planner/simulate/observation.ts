import type { HpaSettings } from '../../runs/schema/policy.ts';
import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSamplesOf,
  serviceMetricsOf,
} from '../policies/index.ts';
import type { Fleet, Replica } from './fleet.ts';
import type { Reading } from './meter.ts';
import { type Slots, unfinishedOf } from './slots.ts';

/** Work that a replica has done and requests that it has started, since it became ready. */
type Done = { readonly slotSeconds: number; readonly starts: number };

/** What a metrics server keeps between two scrapes. */
export type PodHistory = ReadonlyMap<Replica, Done>;

const doneBy = (slots: Slots, { index }: Replica, atSeconds: number): Done => ({
  slotSeconds: slots.replicaPlacedSeconds[index]! - unfinishedOf(slots, index, atSeconds).slotSeconds,
  starts: slots.replicaStarts[index]!,
});

/** The figures of every ready replica up to now, for the next scrape to compare with. */
export const scrapePods = (fleet: Fleet, atSeconds: number): PodHistory =>
  new Map(fleet.ready.map((replica) => [replica, doneBy(fleet.router.slots, replica, atSeconds)]));

/** Rounding in the difference of two large sums must not make a metric negative. */
const rateOf = (difference: number, seconds: number): number =>
  seconds > 0 ? Math.max(0, difference / seconds) : 0;

/** Every pod as the HPA sees it; metrics are means since the last scrape, or since the pod became ready. */
export const observePods = (
  fleet: Fleet,
  metrics: HpaSettings['metrics'],
  scrape: {
    readonly before: PodHistory;
    readonly now: PodHistory;
    readonly fromSeconds: number;
    readonly atSeconds: number;
  },
): PodObservation[] => {
  const { before, now, fromSeconds, atSeconds } = scrape;
  const { perReplica } = fleet.router.slots;
  const requestsMilli = podRequestsOf(metrics);
  const span = { windowSeconds: atSeconds - fromSeconds, takenSecondsAgo: 0 };
  const ready = fleet.ready.map((replica): PodObservation => {
    const earlier = before.get(replica) ?? { slotSeconds: 0, starts: 0 };
    const done = now.get(replica)!;
    const busySlots = rateOf(done.slotSeconds - earlier.slotSeconds, span.windowSeconds);
    const requestsPerSecond = rateOf(done.starts - earlier.starts, span.windowSeconds);
    const load = { busyShare: busySlots / perReplica, busySlots, requestsPerSecond };
    return {
      phase: 'Running',
      ageSeconds: atSeconds - replica.startedAtSeconds,
      ready: true,
      readinessForSeconds: atSeconds - replica.readyAtSeconds,
      requestsMilli,
      samples: podSamplesOf(load, metrics, span),
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
