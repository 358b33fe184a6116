import type { HpaSettings } from '../../runs/schema/policy.ts';
import { kubernetes } from '../platforms/kubernetes.ts';
import type { Fleet, Replica } from './fleet.ts';
import { type Slots, unfinishedOf } from './slots.ts';

/** Work that a replica has done and requests that it has started, since it became ready. */
type Done = { readonly slotSeconds: number; readonly starts: number };

/** What the metrics server read at one moment: every container that had run long enough. */
type Scrape = { readonly atSeconds: number; readonly done: ReadonlyMap<Replica, Done> };

/** Mean load of one replica between two scrapes. */
type ScrapedLoad = { readonly busySlots: number; readonly requestsPerSecond: number };

/** The samples that a look at the metrics API finds. */
export type Samples = {
  readonly windowSeconds: number;
  readonly takenSecondsAgo: number;
  /** Undefined for a replica that has no sample yet: it was not read twice. */
  readonly loadOf: (replica: Replica) => ScrapedLoad | undefined;
};

/** What stands between usage and autoscaler: it reads every container from time to time, and hands out what it read. */
export type MetricsServer = Pick<HpaSettings, 'metricsResolutionSeconds' | 'sampleAgeSeconds'> & {
  /** Oldest first: the last two that may be seen, then those that are too young. */
  scrapes: readonly Scrape[];
  nextScrapeSeconds: number;
};

const nothingDone: Done = { slotSeconds: 0, starts: 0 };

/** Slack for sums of float seconds. */
const slackSeconds = 1e-6;

const doneBy = (slots: Slots, { index }: Replica, atSeconds: number): Done => ({
  slotSeconds: slots.replicaPlacedSeconds[index]! - unfinishedOf(slots, index, atSeconds).slotSeconds,
  starts: slots.replicaStarts[index]!,
});

const firstReadingAfterSeconds = kubernetes.metricsServer.firstReadingAfterSeconds.value;

/** What a container does while it starts is not simulated, and counts as nothing. */
const readAll = (fleet: Fleet, atSeconds: number): ReadonlyMap<Replica, Done> => {
  const { slots } = fleet.router;
  const isRead = ({ startedAtSeconds }: Replica): boolean =>
    atSeconds - startedAtSeconds >= firstReadingAfterSeconds;
  return new Map<Replica, Done>([
    ...fleet.ready.filter(isRead).map((replica) => [replica, doneBy(slots, replica, atSeconds)] as const),
    ...fleet.pending.filter(isRead).map((replica) => [replica, nothingDone] as const),
  ]);
};

/**
 * A metrics server whose newest sample is `sampleAgeSeconds` old at each multiple of its resolution: an autoscaler that
 * looks just then finds it so. It knows nothing of the time before second 0, so it first has two readings after it.
 */
export const openMetricsServer = (
  settings: Pick<HpaSettings, 'metricsResolutionSeconds' | 'sampleAgeSeconds'>,
): MetricsServer => {
  const { metricsResolutionSeconds, sampleAgeSeconds } = settings;
  const readings = Math.ceil(sampleAgeSeconds / metricsResolutionSeconds);
  const nextScrapeSeconds = readings * metricsResolutionSeconds - sampleAgeSeconds;
  return { metricsResolutionSeconds, sampleAgeSeconds, scrapes: [], nextScrapeSeconds };
};

/** Reads every container now. */
export const scrape = (server: MetricsServer, fleet: Fleet): void => {
  const atSeconds = server.nextScrapeSeconds;
  server.scrapes = [...server.scrapes, { atSeconds, done: readAll(fleet, atSeconds) }];
  server.nextScrapeSeconds += server.metricsResolutionSeconds;
};

/** Rounding in the difference of two large sums must not make a metric negative. */
const rateOf = (difference: number, seconds: number): number => Math.max(0, difference / seconds);

const none: Samples = { windowSeconds: 0, takenSecondsAgo: 0, loadOf: () => undefined };

/** The samples that may be seen now, from the two newest scrapes that are old enough; forgets what is older. */
export const samplesAt = (server: MetricsServer, atSeconds: number): Samples => {
  const newestSeconds = atSeconds - server.sampleAgeSeconds + slackSeconds;
  const newest = server.scrapes.findLastIndex((one) => one.atSeconds <= newestSeconds);
  if (newest < 1) return none;
  server.scrapes = server.scrapes.slice(newest - 1);
  const [before, now] = server.scrapes as readonly [Scrape, Scrape];
  const windowSeconds = now.atSeconds - before.atSeconds;
  return {
    windowSeconds,
    takenSecondsAgo: atSeconds - now.atSeconds,
    loadOf: (replica) => {
      const [from, to] = [before.done.get(replica), now.done.get(replica)];
      return (
        from &&
        to && {
          busySlots: rateOf(to.slotSeconds - from.slotSeconds, windowSeconds),
          requestsPerSecond: rateOf(to.starts - from.starts, windowSeconds),
        }
      );
    },
  };
};
