import {
  addScrape,
  type MetricsServer,
  type MetricsServerSettings,
  openMetricsServer,
  type PodObservation,
  type PodUsed,
  podRequestsOf,
  podSampler,
  type Samples,
  samplesAt,
} from '../planner/policies/index.ts';
import type { HpaSettings } from '../runs/schema/policy.ts';
import type { Fleet } from './fleet.ts';
import type { Replica } from './replica.ts';

/** The pods as an HPA sees them, through a metrics server like the simulator's. */
export type PodMetrics = {
  /** Begins with a new metrics server; gives the seconds until its first scrape. */
  readonly open: (settings: MetricsServerSettings) => number;
  /** Lets the metrics server read every running replica. */
  readonly scrape: () => void;
  /** Every replica that was not removed; without samples before the metrics server has any. */
  readonly observe: (metrics: HpaSettings['metrics']) => readonly PodObservation[];
};

/** What the metrics server reads of one replica. */
const usedBy = ({ slots }: Replica, nowMs: number): PodUsed => ({
  slotSeconds: slots.busyOverTime.valueMs(nowMs) / 1000,
  starts: slots.begun(),
});

const noSamples: Samples<Replica> = { windowSeconds: 0, takenSecondsAgo: 0, loadOf: () => undefined };

type PodLook = {
  readonly epochMs: number;
  readonly metrics: HpaSettings['metrics'];
  readonly samples: Samples<Replica>;
  readonly slotsPerReplica: number;
};

/** A sample of a replica that is not ready is left out: it does nothing here while it starts. */
const podOf = (replica: Replica, { epochMs, metrics, samples, slotsPerReplica }: PodLook): PodObservation => {
  const { state } = replica;
  const ready = replica.inService();
  const load = ready ? samples.loadOf(replica) : undefined;
  const readinessSinceMs = state.readyAtMs ?? state.lastCrash?.endedAtMs ?? state.createdAtMs;
  return {
    phase: state.startedAtMs === null ? 'Pending' : 'Running',
    ageSeconds: (epochMs - state.createdAtMs) / 1000,
    ready,
    readinessForSeconds: (epochMs - readinessSinceMs) / 1000,
    requestsMilli: podRequestsOf(metrics),
    samples: load
      ? podSampler(metrics)({ ...load, busyShare: load.busySlots / slotsPerReplica }, samples)
      : {},
  };
};

/** The metrics of the pods of a fleet. */
export const createPodMetrics = (fleet: Pick<Fleet, 'replicas'>, slotsPerReplica: number): PodMetrics => {
  let server: MetricsServer<Replica> | undefined;
  let openedMs = performance.now();
  const kept = (): readonly Replica[] => fleet.replicas().filter(({ state }) => state.removedAtMs === null);
  return {
    open: (settings) => {
      server = openMetricsServer<Replica>(settings);
      openedMs = performance.now();
      return server.nextScrapeSeconds;
    },
    scrape: () => {
      const nowMs = performance.now();
      const running = kept().filter(({ state }) => state.startedAtMs !== null);
      const used = new Map(running.map((replica) => [replica, usedBy(replica, nowMs)]));
      if (server) addScrape(server, (nowMs - openedMs) / 1000, used);
    },
    observe: (metrics) => {
      const samples = server ? samplesAt(server, (performance.now() - openedMs) / 1000) : noSamples;
      const look = { epochMs: Date.now(), metrics, samples, slotsPerReplica };
      return kept().map((replica) => podOf(replica, look));
    },
  };
};
