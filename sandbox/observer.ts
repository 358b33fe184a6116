import {
  type Observation,
  type PodObservation,
  podRequestsOf,
  podSamplesOf,
  serviceMetricsOf,
} from '../planner/policies/index.ts';
import type { HpaSettings } from '../runs/schema/policy.ts';
import type { Fleet } from './fleet.ts';
import type { Replica } from './replica.ts';
import type { Router } from './router.ts';

/** What an autoscaler sees of the sandbox. */
export type Observer = {
  /** What happened since the last call, or since it was made. `metrics`: those to give for each pod. */
  readonly observe: (metrics?: HpaSettings['metrics']) => Observation;
};

type ObserverOptions = {
  readonly fleet: Fleet;
  readonly router: Pick<Router, 'arrivals' | 'queuedRequests' | 'queue'>;
  readonly slotsPerReplica: number;
};

/** A moment on both clocks, and the time since the last look. */
type Moment = { readonly nowMs: number; readonly epochMs: number; readonly elapsedMs: number };

/** Turns a reading that only grows into how much it grew since the last look. */
const createGrowth = (read: (nowMs: number) => number): ((nowMs: number) => number) => {
  let before = read(performance.now());
  return (nowMs) => {
    const now = read(nowMs);
    const grown = now - before;
    before = now;
    return grown;
  };
};

/** Like a metrics server, it reads ready pods only: a metric of any other pod is missing. */
const createPodWatch = (slotsPerReplica: number) => {
  const lastSeen = new WeakMap<Replica, { readonly busyMs: number; readonly begun: number }>();
  return (replica: Replica, moment: Moment, metrics: HpaSettings['metrics']): PodObservation => {
    const { state, slots } = replica;
    const { nowMs, epochMs, elapsedMs } = moment;
    const before = lastSeen.get(replica) ?? { busyMs: 0, begun: 0 };
    const seen = { busyMs: slots.busyOverTime.valueMs(nowMs), begun: slots.begun() };
    lastSeen.set(replica, seen);
    const busySlots = (seen.busyMs - before.busyMs) / elapsedMs;
    const load = {
      busySlots,
      busyShare: busySlots / slotsPerReplica,
      requestsPerSecond: ((seen.begun - before.begun) / elapsedMs) * 1000,
    };
    const ready = replica.inService();
    const readinessSinceMs = state.readyAtMs ?? state.lastCrash?.endedAtMs ?? state.createdAtMs;
    return {
      phase: state.startedAtMs === null ? 'Pending' : 'Running',
      ageSeconds: (epochMs - state.createdAtMs) / 1000,
      ready,
      readinessForSeconds: (epochMs - readinessSinceMs) / 1000,
      requestsMilli: podRequestsOf(metrics),
      samples: ready
        ? podSamplesOf(load, metrics, { windowSeconds: elapsedMs / 1000, takenSecondsAgo: 0 })
        : {},
    };
  };
};

/** What an autoscaler sees of fleet and router. */
export const createObserver = ({ fleet, router, slotsPerReplica }: ObserverOptions): Observer => {
  const startMs = performance.now();
  const elapsedMsOf = createGrowth((nowMs) => nowMs);
  const arrivalsOf = createGrowth(router.arrivals);
  const slotMsOf = createGrowth(fleet.busySlots.valueMs);
  const replicaMsOf = createGrowth(fleet.busyReplicas.valueMs);
  const queueMsOf = createGrowth(router.queue.valueMs);
  const podOf = createPodWatch(slotsPerReplica);

  const observe = (metrics?: HpaSettings['metrics']): Observation => {
    const nowMs = performance.now();
    const elapsedMs = elapsedMsOf(nowMs);
    const moment = { nowMs, epochMs: Date.now(), elapsedMs };
    const inService = fleet.inService();
    const busy = inService.map((replica) => replica.slots.busy());
    const busySlots = busy.reduce((sum, slots) => sum + slots, 0);
    const arrivals = arrivalsOf(nowMs);
    const service = {
      inFlight: busySlots + router.queuedRequests(),
      requestsPerSecond: (arrivals / elapsedMs) * 1000,
    };
    const kept = metrics ? fleet.replicas().filter(({ state }) => state.removedAtMs === null) : [];
    return {
      atSeconds: (nowMs - startMs) / 1000,
      desiredReplicas: fleet.desiredReplicas(),
      readyReplicas: inService.length,
      pendingReplicas: fleet.pendingReplicas(),
      slotsPerReplica,
      busyReplicas: busy.filter((slots) => slots > 0).length,
      busySlots,
      queuedRequests: router.queuedRequests(),
      arrivals,
      meanBusyReplicas: replicaMsOf(nowMs) / elapsedMs,
      meanBusySlots: slotMsOf(nowMs) / elapsedMs,
      meanQueuedRequests: queueMsOf(nowMs) / elapsedMs,
      ...(metrics && {
        pods: kept.map((replica) => podOf(replica, moment, metrics)),
        serviceMetricsMilli: serviceMetricsOf(service, metrics),
      }),
    };
  };
  return { observe };
};
