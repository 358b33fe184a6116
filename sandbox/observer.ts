import { type Observation, serviceMetricsOf } from '../planner/policies/index.ts';
import type { HpaSettings } from '../runs/schema/policy.ts';
import type { Fleet } from './fleet.ts';
import { createPodMetrics, type PodMetrics } from './pod-metrics.ts';
import type { Router } from './router.ts';

/** What an autoscaler sees of the sandbox. */
export type Observer = {
  /** What happened since the last call, or since it was made. `metrics`: those to give for each pod. */
  readonly observe: (metrics?: HpaSettings['metrics']) => Observation;
  /** What is behind the metrics of the pods: read from time to time. */
  readonly podMetrics: Pick<PodMetrics, 'open' | 'scrape'>;
};

type ObserverOptions = {
  readonly fleet: Fleet;
  readonly router: Pick<Router, 'arrivals' | 'queuedRequests' | 'queue'>;
  readonly slotsPerReplica: number;
};

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

/** What an autoscaler sees of fleet and router. */
export const createObserver = ({ fleet, router, slotsPerReplica }: ObserverOptions): Observer => {
  const startMs = performance.now();
  const elapsedMsOf = createGrowth((nowMs) => nowMs);
  const arrivalsOf = createGrowth(router.arrivals);
  const slotMsOf = createGrowth(fleet.busySlots.valueMs);
  const replicaMsOf = createGrowth(fleet.busyReplicas.valueMs);
  const queueMsOf = createGrowth(router.queue.valueMs);
  const podMetrics = createPodMetrics(fleet, slotsPerReplica);

  const observe = (metrics?: HpaSettings['metrics']): Observation => {
    const nowMs = performance.now();
    const elapsedMs = elapsedMsOf(nowMs);
    const inService = fleet.inService();
    const busy = inService.map((replica) => replica.slots.busy());
    const busySlots = busy.reduce((sum, slots) => sum + slots, 0);
    const arrivals = arrivalsOf(nowMs);
    const service = {
      inFlight: busySlots + router.queuedRequests(),
      requestsPerSecond: (arrivals / elapsedMs) * 1000,
    };
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
        pods: podMetrics.observe(metrics),
        serviceMetricsMilli: serviceMetricsOf(service, metrics),
      }),
    };
  };
  return { observe, podMetrics };
};
