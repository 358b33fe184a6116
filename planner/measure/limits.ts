import { isOk } from '../../runs/schema/outcome.ts';
import type { Evidence } from '../../runs/schema/result.ts';
import type { RecordedConfig } from '../../runs/schema/run.ts';
import { isCut, isTimedOut, isTurnedAway, platformFor, type RunsOn } from '../platforms/outcomes.ts';
import { type Estimate, exactly, type Interval, isInterval } from '../stats/interval.ts';
import { emptySketch, mergeSketches, type Sketch } from '../stats/sketch.ts';
import { type LoadCell, latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { clientTimeoutMsOf } from './client-timeout.ts';
import { confidence, evidenceOf } from './evidence.ts';
import { above, answersMin, pileOf } from './pile.ts';
import { meanWaitMs } from './waits.ts';

/** What somebody says of a limit, and who: the config's `router`, or the platform's record. null: no limit. */
type StatedLimit = { readonly statedMs: number | null; readonly statedBy: 'config' | 'platform' };

/** One limit of the router, as the recordings show it. */
export type MeasuredLimit = StatedLimit & {
  /** Where answers were cut off, or what is missing to see that. */
  readonly seenMs: Estimate;
  /**
   * What the answers say of the stated limit.
   *
   * - `notSeen`: nothing; no answer was cut off
   * - `agrees`: they are cut off there
   * - `differs`: they are cut off elsewhere
   * - `refuted`: they waited for far longer, and none was cut off
   */
  readonly finding: 'notSeen' | 'agrees' | 'differs' | 'refuted';
  /** The limit in force: where it was seen, else as it is stated; null: none. */
  readonly valueMs: Interval | null;
  readonly evidence: readonly Evidence[];
};

/** The two limits of a router as measured, and the client's patience, which is none of a platform's limits. */
export type Limits = {
  readonly queueWaitLimit: MeasuredLimit;
  readonly requestTimeout: MeasuredLimit;
  /** Of the last run; the longest that a client of any endpoint waits. A script's as far as the run tells it. */
  readonly clientTimeoutMs: number;
  /** Turned away sooner than any wait; null: too few to tell. */
  readonly rejectedAtOnce: RejectedAtOnce | null;
};

/** Requests that were turned away sooner than any wait. */
type RejectedAtOnce = {
  readonly count: number;
  /** Ready replicas in the seconds of these requests; null: not seen in all of them. */
  readonly ready: { readonly least: number; readonly most: number } | null;
};

/** What the config says, else what the platform documents. */
const statedOf = (inConfig: number | null | undefined, documentedMs: number | null): StatedLimit =>
  inConfig === undefined
    ? { statedMs: documentedMs, statedBy: 'platform' }
    : { statedMs: inConfig, statedBy: 'config' };

const statedQueueWait = (config: RecordedConfig): StatedLimit =>
  statedOf(config.router?.queueWaitMs, platformFor(config).queue.waitLimitMs.value);

const statedTimeout = (config: RecordedConfig): StatedLimit =>
  statedOf(config.router?.requestTimeoutMs, platformFor(config).requestTimeoutMs.value);

/** A 503 that comes sooner was not waiting: the queue was full, or no replica was ready. */
export const atOnceMs = 50;

/** How far a limit may lie below where answers pile up: timers and the network delay an answer past the limit. */
const latenessMs = 25;
const latenessShare = 0.05;

const isJustAbove = (seen: Interval, limitMs: number): boolean =>
  limitMs <= seen.high && limitMs >= seen.low - Math.max(latenessMs, latenessShare * limitMs);

const asStated = (valueMs: number | null): Interval | null =>
  valueMs === null ? null : exactly(valueMs, confidence);

/** A second refutes the limit if its mean wait is above this many times the limit, plus one mean service time. */
export const refutedFromTimes = 2;

type Found = Pick<MeasuredLimit, 'finding' | 'valueMs'>;

/**
 * What was seen decides; a stated limit that agrees with it is exact, where answers are late by timers and network. A
 * limit that nobody reached is as stated.
 */
const foundBy = (statedMs: number | null, seenMs: Estimate): Found => {
  if (!isInterval(seenMs)) return { finding: 'notSeen', valueMs: asStated(statedMs) };
  if (statedMs !== null && isJustAbove(seenMs, statedMs)) {
    return { finding: 'agrees', valueMs: asStated(statedMs) };
  }
  const low = Math.max(1, seenMs.low - Math.max(latenessMs, latenessShare * seenMs.low));
  return { finding: 'differs', valueMs: { ...seenMs, low } };
};

const latenciesOf = (runs: readonly Recorded[], picks: (outcome: string) => boolean): Sketch =>
  runs.map(({ load }) => latencyOf(load.total, picks)).reduce(mergeSketches, emptySketch);

/** A limit may have been changed between runs without a word: the last run that shows one decides. */
const seenIn = (runs: readonly Recorded[], picks: (outcome: string) => boolean): Estimate =>
  runs.map((recorded) => pileOf(above(latenciesOf([recorded], picks), atOnceMs))).findLast(isInterval) ??
  pileOf(above(latenciesOf(runs, picks), atOnceMs));

/**
 * Seconds, and answers in each of them, that must have waited far beyond a limit to show that there is none: fewer may
 * be stray.
 */
const beyondSecondsMin = 3;
const beyondAnswersMin = 5;

/** Whether a timeout cut more requests than were answered: then nearly all of them queued. */
const isSwamped = ({ run, load }: Recorded): boolean => {
  const cut = latencyOf(load.total, (outcome) => isCut(run.config, outcome)).count;
  return cut > latencyOf(load.total, isOk).count;
};

/**
 * Whether the answers of one second waited for far longer than a limit lets a request queue. By the mean of what their latencies
 * have beyond the service times. Past the limit a request may still wait for the slot that another router instance gave away
 * too: about a service time, where most found one.
 */
const waitedBeyond = (cell: LoadCell | undefined, limitMs: number, recorded: Recorded): boolean => {
  if (cell === undefined || cell.serviceMs.count < beyondAnswersMin) return false;
  const servedMs = cell.serviceMs.sum / cell.serviceMs.count;
  const waitedMs = meanWaitMs([cell]);
  if (waitedMs === null) return false;
  return waitedMs > refutedFromTimes * limitMs + (isSwamped(recorded) ? 0 : servedMs);
};

/** Whether answers came that a limit would not have let wait for so long. */
const isRefuted = (runs: readonly Recorded[], limitMs: number): boolean =>
  runs.flatMap((recorded) => recorded.cells.filter((cell) => waitedBeyond(cell, limitMs, recorded))).length >=
  beyondSecondsMin;

type LimitKind = {
  readonly stated: (config: RecordedConfig) => StatedLimit;
  /** Whether a request that ended so had reached the limit. */
  readonly isCutOff: (runsOn: RunsOn, outcome: string) => boolean;
};

const queueWait: LimitKind = { stated: statedQueueWait, isCutOff: isTurnedAway };

/**
 * The platform's own limit, which answers 504 or the like. When the client gives up is no part of it: that tells
 * nothing of the platform but that it takes longer.
 */
const requestTimeout: LimitKind = { stated: statedTimeout, isCutOff: isTimedOut };

/** The runs, in order of time, that had the limit of the last one: what others show says nothing about it. */
const withLimitOfLast = (recorded: readonly Recorded[], { stated, isCutOff }: LimitKind) => {
  const last = recorded.at(-1)!.run.config;
  const limit = stated(last);
  return {
    limit,
    runs: recorded.filter(({ run }) => stated(run.config).statedMs === limit.statedMs),
    isCut: (outcome: string): boolean => isCutOff(last, outcome),
  };
};

const measureLimit = (recorded: readonly Recorded[], kind: LimitKind): MeasuredLimit => {
  const { limit, runs, isCut } = withLimitOfLast(recorded, kind);
  const seenMs = seenIn(runs, isCut);
  const evidence = evidenceOf(runs, 'load.ndjson', ({ load }) => latencyOf(load.total, isCut).count);
  return { ...limit, seenMs, evidence, ...foundBy(limit.statedMs, seenMs) };
};

/** As `measureLimit`. Besides, waits that are long enough show that there is no limit, even where no request failed. */
const measureQueueWait = (recorded: readonly Recorded[]): MeasuredLimit => {
  const measured = measureLimit(recorded, queueWait);
  const { statedMs, finding } = measured;
  const { runs } = withLimitOfLast(recorded, queueWait);
  if (finding !== 'notSeen' || statedMs === null || !isRefuted(runs, statedMs)) return measured;
  return { ...measured, finding: 'refuted', valueMs: null };
};

const atOnceIn = (latencies: Sketch): number => latencies.count - above(latencies, atOnceMs).count;

const rejectedAtOnceIn = (recorded: readonly Recorded[]): RejectedAtOnce | null => {
  const { runs, isCut } = withLimitOfLast(recorded, queueWait);
  const count = atOnceIn(latenciesOf(runs, isCut));
  if (count < answersMin) return null;
  const ready = runs.flatMap(({ cells, timeline }) =>
    cells.flatMap((cell, second) =>
      cell !== undefined && atOnceIn(latencyOf(cell, isCut)) > 0
        ? [timeline.cluster.ready[second] ?? null]
        : [],
    ),
  );
  const seen = ready.filter((replicas) => replicas !== null);
  const isSeen = seen.length > 0 && seen.length === ready.length;
  return {
    count,
    ready: isSeen
      ? { least: seen.reduce((a, b) => Math.min(a, b)), most: seen.reduce((a, b) => Math.max(a, b)) }
      : null,
  };
};

/**
 * The router's limits: where waits and answers were cut off, beside what is stated of them. Settings are those of the
 * last run; runs with other ones don't count.
 *
 * @param runs at least one, in order of time
 */
export const measureLimits = (runs: readonly Recorded[]): Limits => ({
  queueWaitLimit: measureQueueWait(runs),
  requestTimeout: measureLimit(runs, requestTimeout),
  clientTimeoutMs: clientTimeoutMsOf(runs.at(-1)!),
  rejectedAtOnce: rejectedAtOnceIn(runs),
});

/** Waits up to this share of the timeout hardly decide which requests come back in time. */
const shortWaitShare = 0.25;

/** After how many ms nobody waits for a request any more: the platform's limit or the client's, whichever is first. */
const givenUpAfterMs = ({ requestTimeout, clientTimeoutMs }: Limits): number =>
  Math.min(requestTimeout.valueMs?.mid ?? Number.POSITIVE_INFINITY, clientTimeoutMs);

/** Whether requests may wait so long that only those with short service times come back before the timeout. */
export const waitsLong = (limits: Limits): boolean =>
  (limits.queueWaitLimit.valueMs?.mid ?? Number.POSITIVE_INFINITY) > shortWaitShare * givenUpAfterMs(limits);

/** What bounds the way to a replica: the platform's queue at each, and the connections of the load. null: no limit. */
export const pathIn = ({ run: { config } }: Recorded) => {
  const perSlot = platformFor(config).queue.waitingPerSlotMax.value;
  return {
    waitingPerReplicaMax: perSlot === null ? null : perSlot * config.target.slotsPerReplica,
    connectionMaxAgeSeconds: config.load.connections?.maxAgeSeconds ?? null,
  };
};

/**
 * What ended the requests of one run, in the middle of the intervals, in ms; null for no limit of the queue. Other
 * runs may have had others.
 */
export const limitsIn = (recorded: Recorded) => {
  const limits = measureLimits([recorded]);
  return {
    ...pathIn(recorded),
    queueWaitLimitMs: limits.queueWaitLimit.valueMs?.mid ?? null,
    requestTimeoutMs: givenUpAfterMs(limits),
  };
};
