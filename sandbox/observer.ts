import { type Observation, type PodObservation, podMetricsOf } from '../planner/policies/index.ts';
import type { HpaSettings } from '../runs/schema/policy.ts';
import type { Fleet } from './fleet.ts';
import type { Integral } from './integral.ts';
import type { Replica } from './replica.ts';
import type { Router } from './router.ts';

export type Observer = {
  /** What happened since the last call, or since it was made. `metrics`: those to give for each pod. */
  readonly observe: (metrics?: HpaSettings['metrics']) => Observation;
};

export type ObserverOptions = {
  readonly fleet: Fleet;
  readonly router: Pick<Router, 'arrivals' | 'queuedRequests' | 'queue'>;
  readonly slotsPerReplica: number;
};

/** Turns a reading that only grows into how much it grew since the last look. */
const createGrowth = (read: () => number): (() => number) => {
  let before = read();
  return () => {
    const now = read();
    const grown = now - before;
    before = now;
    return grown;
  };
};

/** Like a metrics server, it reads ready pods only: a metric of any other pod is missing. */
const createPodWatch = (slotsPerReplica: number) => {
  const lastSeen = new WeakMap<Replica, { readonly busyMs: number; readonly begun: number }>();
  return (replica: Replica, elapsedMs: number, metrics: HpaSettings['metrics']): PodObservation => {
    const { state, slots, inService } = replica;
    const before = lastSeen.get(replica) ?? { busyMs: 0, begun: 0 };
    const seen = { busyMs: slots.busyOverTime.valueMs(performance.now()), begun: slots.begun() };
    lastSeen.set(replica, seen);
    const busySlots = (seen.busyMs - before.busyMs) / elapsedMs;
    const load = {
      busySlots,
      busyShare: busySlots / slotsPerReplica,
      requestsPerSecond: ((seen.begun - before.begun) / elapsedMs) * 1000,
    };
    return {
      ageSeconds: (Date.now() - state.createdAtMs) / 1000,
      ready: inService(),
      ...(state.readyAtMs !== null && { readyForSeconds: (Date.now() - state.readyAtMs) / 1000 }),
      metrics: inService() ? podMetricsOf(load, metrics) : {},
    };
  };
};

/** What an autoscaler sees of fleet and router. */
export const createObserver = ({ fleet, router, slotsPerReplica }: ObserverOptions): Observer => {
  const startMs = performance.now();
  const grown = (integral: Integral) => createGrowth(() => integral.valueMs(performance.now()));
  const elapsedMsOf = createGrowth(() => performance.now());
  const arrivalsOf = createGrowth(router.arrivals);
  const slotMsOf = grown(fleet.busySlots);
  const replicaMsOf = grown(fleet.busyReplicas);
  const queueMsOf = grown(router.queue);
  const podOf = createPodWatch(slotsPerReplica);

  const observe = (metrics?: HpaSettings['metrics']): Observation => {
    const elapsedMs = elapsedMsOf();
    const inService = fleet.inService();
    const busy = inService.map((replica) => replica.slots.busy());
    const kept = metrics ? fleet.replicas().filter(({ state }) => state.removedAtMs === null) : [];
    return {
      atSeconds: (performance.now() - startMs) / 1000,
      desiredReplicas: fleet.desiredReplicas(),
      readyReplicas: inService.length,
      pendingReplicas: fleet.pendingReplicas(),
      slotsPerReplica,
      busyReplicas: busy.filter((slots) => slots > 0).length,
      busySlots: busy.reduce((sum, slots) => sum + slots, 0),
      queuedRequests: router.queuedRequests(),
      arrivals: arrivalsOf(),
      meanBusyReplicas: replicaMsOf() / elapsedMs,
      meanBusySlots: slotMsOf() / elapsedMs,
      meanQueuedRequests: queueMsOf() / elapsedMs,
      ...(metrics && { pods: kept.map((replica) => podOf(replica, elapsedMs, metrics)) }),
    };
  };
  return { observe };
};
