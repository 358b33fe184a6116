import type { HpaSettings } from '../../../runs/schema/policy.ts';

/** What the metrics server is set to. */
export type MetricsServerSettings = Pick<HpaSettings, 'metricsResolutionSeconds' | 'sampleAgeSeconds'>;

/** What the metrics server read of all pods at one moment, in whatever form the reader keeps it. */
type Scrape<Read> = { readonly atSeconds: number; readonly read: Read };

/** The two scrapes between which a look at the metrics API finds the load of each pod that both have read. */
export type Samples<Read> = {
  readonly windowSeconds: number;
  readonly takenSecondsAgo: number;
  readonly before: Read;
  readonly now: Read;
};

/**
 * What stands between usage and autoscaler: it reads every pod from time to time, and hands out what it read. The
 * simulator and the sandbox have the same one.
 */
export type MetricsServer<Read> = MetricsServerSettings & {
  /** Oldest first: the last two that may be seen, then those that are too young. */
  scrapes: readonly Scrape<Read>[];
  nextScrapeSeconds: number;
};

/** A scrape that is due may be late by a timer's jitter, or by the rounding of a sum. */
const slackSeconds = 0.1;

/**
 * A metrics server whose newest sample is `sampleAgeSeconds` old at each multiple of its resolution: an autoscaler that
 * looks just then finds it so. It knows nothing of the time before second 0, so it first has two readings after it.
 */
export const openMetricsServer = <Read>(settings: MetricsServerSettings): MetricsServer<Read> => {
  const { metricsResolutionSeconds, sampleAgeSeconds } = settings;
  const readings = Math.ceil(sampleAgeSeconds / metricsResolutionSeconds);
  const nextScrapeSeconds = readings * metricsResolutionSeconds - sampleAgeSeconds;
  return { metricsResolutionSeconds, sampleAgeSeconds, scrapes: [], nextScrapeSeconds };
};

/** Takes what was read now. */
export const addScrape = <Read>(server: MetricsServer<Read>, atSeconds: number, read: Read): void => {
  server.scrapes = [...server.scrapes, { atSeconds, read }];
  server.nextScrapeSeconds += server.metricsResolutionSeconds;
};

/** The samples that may be seen now, from the two newest scrapes that are old enough; forgets what is older. None before there are two. */
export const samplesAt = <Read>(
  server: MetricsServer<Read>,
  atSeconds: number,
): Samples<Read> | undefined => {
  const newestSeconds = atSeconds - server.sampleAgeSeconds + slackSeconds;
  const newest = server.scrapes.findLastIndex((one) => one.atSeconds <= newestSeconds);
  const [before, now] = [server.scrapes[newest - 1], server.scrapes[newest]];
  if (before === undefined || now === undefined) return undefined;
  server.scrapes = server.scrapes.slice(newest - 1);
  return {
    windowSeconds: now.atSeconds - before.atSeconds,
    takenSecondsAgo: Math.max(0, atSeconds - now.atSeconds),
    before: before.read,
    now: now.read,
  };
};

/**
 * What a pod did each second between two scrapes, from what it had done up to each. Rounding in the difference of two large sums
 * must not make a metric negative.
 */
export const rateBetween = (before: number, now: number, windowSeconds: number): number =>
  Math.max(0, (now - before) / windowSeconds);
