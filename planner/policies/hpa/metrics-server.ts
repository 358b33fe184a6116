import type { HpaSettings } from '../../../runs/schema/policy.ts';

/** What the metrics server is set to. */
export type MetricsServerSettings = Pick<HpaSettings, 'metricsResolutionSeconds' | 'sampleAgeSeconds'>;

/** What a pod has done since it became ready: work of its slots, and requests that it has started. */
export type PodUsed = { readonly slotSeconds: number; readonly starts: number };

/** What the metrics server read at one moment. */
type Scrape<Pod> = { readonly atSeconds: number; readonly used: ReadonlyMap<Pod, PodUsed> };

/** Mean load of one pod between two scrapes. */
type ScrapedLoad = { readonly busySlots: number; readonly requestsPerSecond: number };

/** The samples that a look at the metrics API finds. */
export type Samples<Pod> = {
  readonly windowSeconds: number;
  readonly takenSecondsAgo: number;
  /** Undefined for a pod that has no sample yet: it was not read twice. */
  readonly loadOf: (pod: Pod) => ScrapedLoad | undefined;
};

/**
 * What stands between usage and autoscaler: it reads every pod from time to time, and hands out what it read. The
 * simulator and the sandbox have the same one.
 */
export type MetricsServer<Pod> = MetricsServerSettings & {
  /** Oldest first: the last two that may be seen, then those that are too young. */
  scrapes: readonly Scrape<Pod>[];
  nextScrapeSeconds: number;
};

/** A scrape that is due may be late by a timer's jitter, or by the rounding of a sum. */
const slackSeconds = 0.1;

/**
 * A metrics server whose newest sample is `sampleAgeSeconds` old at each multiple of its resolution: an autoscaler that
 * looks just then finds it so. It knows nothing of the time before second 0, so it first has two readings after it.
 */
export const openMetricsServer = <Pod>(settings: MetricsServerSettings): MetricsServer<Pod> => {
  const { metricsResolutionSeconds, sampleAgeSeconds } = settings;
  const readings = Math.ceil(sampleAgeSeconds / metricsResolutionSeconds);
  const nextScrapeSeconds = readings * metricsResolutionSeconds - sampleAgeSeconds;
  return { metricsResolutionSeconds, sampleAgeSeconds, scrapes: [], nextScrapeSeconds };
};

/** Takes what was read now. */
export const addScrape = <Pod>(
  server: MetricsServer<Pod>,
  atSeconds: number,
  used: ReadonlyMap<Pod, PodUsed>,
): void => {
  server.scrapes = [...server.scrapes, { atSeconds, used }];
  server.nextScrapeSeconds += server.metricsResolutionSeconds;
};

/** Rounding in the difference of two large sums must not make a metric negative. */
const rateOf = (difference: number, seconds: number): number => Math.max(0, difference / seconds);

/** The samples that may be seen now, from the two newest scrapes that are old enough; forgets what is older. */
export const samplesAt = <Pod>(server: MetricsServer<Pod>, atSeconds: number): Samples<Pod> => {
  const newestSeconds = atSeconds - server.sampleAgeSeconds + slackSeconds;
  const newest = server.scrapes.findLastIndex((one) => one.atSeconds <= newestSeconds);
  const [before, now] = [server.scrapes[newest - 1], server.scrapes[newest]];
  if (before === undefined || now === undefined)
    return { windowSeconds: 0, takenSecondsAgo: 0, loadOf: () => undefined };
  server.scrapes = server.scrapes.slice(newest - 1);
  const windowSeconds = now.atSeconds - before.atSeconds;
  return {
    windowSeconds,
    takenSecondsAgo: Math.max(0, atSeconds - now.atSeconds),
    loadOf: (pod) => {
      const [from, to] = [before.used.get(pod), now.used.get(pod)];
      if (from === undefined || to === undefined) return undefined;
      return {
        busySlots: rateOf(to.slotSeconds - from.slotSeconds, windowSeconds),
        requestsPerSecond: rateOf(to.starts - from.starts, windowSeconds),
      };
    },
  };
};
