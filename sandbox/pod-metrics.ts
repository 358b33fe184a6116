import {
  addScrape,
  type MetricsServer,
  type MetricsServerSettings,
  openMetricsServer,
  type PodObservation,
  podRequestsOf,
  podSampler,
  rateBetween,
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

/** What a replica has done since it became ready: work of its slots, and requests that it has started. */
type Used = { readonly slotSeconds: number; readonly starts: number };

const usedBy = ({ slots }: Replica, nowMs: number): Used => ({
  slotSeconds: slots.busyOverTime.valueMs(nowMs) / 1000,
  starts: slots.begun(),
});

/** What one scrape reads: nothing of a replica that it leaves out. */
type Read = ReadonlyMap<Replica, Used>;

type PodLook = {
  readonly epochMs: number;
  readonly metrics: HpaSettings['metrics'];
  readonly samples: Samples<Read> | undefined;
  readonly slotsPerReplica: number;
};

/** Undefined for a replica that has no sample yet: it was not read twice. */
const samplesOf = (replica: Replica, { metrics, samples, slotsPerReplica }: PodLook) => {
  const [before, now] = [samples?.before.get(replica), samples?.now.get(replica)];
  if (samples === undefined || before === undefined || now === undefined) return undefined;
  const busySlots = rateBetween(before.slotSeconds, now.slotSeconds, samples.windowSeconds);
  const requestsPerSecond = rateBetween(before.starts, now.starts, samples.windowSeconds);
  return podSampler(metrics)(
    { busySlots, busyShare: busySlots / slotsPerReplica, requestsPerSecond },
    samples,
  );
};

/** A sample of a replica that is not ready is left out: it does nothing here while it starts. */
const podOf = (replica: Replica, look: PodLook): PodObservation => {
  const { epochMs, metrics } = look;
  const { state } = replica;
  const ready = replica.inService();
  const readinessSinceMs = state.readyAtMs ?? state.lastCrash?.endedAtMs ?? state.createdAtMs;
  return {
    phase: state.startedAtMs === null ? 'Pending' : 'Running',
    ageSeconds: (epochMs - state.createdAtMs) / 1000,
    ready,
    readinessForSeconds: (epochMs - readinessSinceMs) / 1000,
    requestsMilli: podRequestsOf(metrics),
    samples: (ready && samplesOf(replica, look)) || {},
  };
};

/** The metrics of the pods of a fleet. */
export const createPodMetrics = (fleet: Pick<Fleet, 'replicas'>, slotsPerReplica: number): PodMetrics => {
  let server: MetricsServer<Read> | undefined;
  let openedMs = performance.now();
  const kept = (): readonly Replica[] => fleet.replicas().filter(({ state }) => state.removedAtMs === null);
  return {
    open: (settings) => {
      server = openMetricsServer<Read>(settings);
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
      const samples = server && samplesAt(server, (performance.now() - openedMs) / 1000);
      const look = { epochMs: Date.now(), metrics, samples, slotsPerReplica };
      return kept().map((replica) => podOf(replica, look));
    },
  };
};
