import type { CalibratedLimit, Calibration } from '../../runs/schema/calibration.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import type { Note } from '../../runs/schema/notes.ts';
import type { RecordedConfig } from '../../runs/schema/run.ts';
import { meaningOf, type Platform, platformOf } from '../platforms/index.ts';
import { type Estimate, type Interval, isInterval } from '../stats/interval.ts';
import { emptySketch, mergeSketches, type Sketch } from '../stats/sketch.ts';
import { type LoadCell, latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { confidence, evidenceOf } from './evidence.ts';
import { above, answersMin, pileOf } from './pile.ts';

type MeasuredLimits = Pick<Calibration, 'queueWaitLimit' | 'requestTimeout' | 'clientTimeoutMs'> & {
  readonly warnings: Note[];
};

type Limit = { readonly queueWaitLimitMs: number | null; readonly requestTimeoutMs: number | null };

const platformIn = ({ target, autoscaler }: RecordedConfig): Platform =>
  platformOf(target.kind, autoscaler?.kind);

/** What the config says, else what the platform documents. */
const configuredOf = (config: RecordedConfig): Limit => {
  const { queue, requestTimeoutMs: timeout } = platformIn(config);
  const { queueWaitMs = queue.waitLimitMs.value, requestTimeoutMs = timeout.value } = config.router ?? {};
  return { queueWaitLimitMs: queueWaitMs, requestTimeoutMs };
};

/** A 503 that comes sooner was not waiting: the queue was full, or no replica was ready. */
const atOnceMs = 50;

/** Timers and network delay an answer past the limit: by so much a limit may lie below where answers pile up. */
const latenessMs = 25;
const latenessShare = 0.05;

const isJustAbove = (seen: Interval, limitMs: number): boolean =>
  limitMs <= seen.high && limitMs >= seen.low - Math.max(latenessMs, latenessShare * limitMs);

const exactly = (valueMs: number | null): Interval | null =>
  valueMs === null ? null : { low: valueMs, mid: valueMs, high: valueMs, confidence };

type LimitCut = { readonly fromMs: number };

type LimitKind = { readonly limit: 'queueWait' | 'requestTimeout'; readonly isDocumented: boolean };

/**
 * What was seen decides; a configured limit that agrees with it is exact, where answers are late by timers and
 * network. A limit that nobody reached is as documented.
 */
const limitOf = (configuredMs: number | null, seenMs: Estimate, { limit, isDocumented }: LimitKind) => {
  if (!isInterval(seenMs)) {
    return {
      provenance: isDocumented ? ('documented' as const) : ('assumed' as const),
      note:
        configuredMs === null
          ? ({ code: 'limitNotDocumented', limit } as const)
          : ({ code: 'limitNotSeen', configuredMs } as const),
      valueMs: exactly(configuredMs),
    };
  }
  const seen = { code: 'limitSeen', limit, seenMs: seenMs.mid, configuredMs } as const;
  if (configuredMs !== null && isJustAbove(seenMs, configuredMs)) {
    const note = { ...seen, agrees: true };
    return { provenance: 'measured' as const, note, valueMs: exactly(configuredMs) };
  }
  const low = seenMs.low - Math.max(latenessMs, latenessShare * seenMs.low);
  return {
    provenance: 'measured' as const,
    note: { ...seen, agrees: false },
    valueMs: { ...seenMs, low: Math.max(1, Math.min(seenMs.low, low)) },
  };
};

/** A wait above this many times the limit can't come from chance, or from the backlog of one replica. */
const beyondTimes = 2;

/** A limit that is documented or configured, but not in force. */
const noLimit = (configuredMs: number) => ({
  provenance: 'measured' as const,
  note: { code: 'limitRefuted', configuredMs, times: beyondTimes } as const,
  valueMs: null,
});

const latenciesOf = (runs: readonly Recorded[], picks: (outcome: string) => boolean): Sketch =>
  runs.map(({ load }) => latencyOf(load.total, picks)).reduce(mergeSketches, emptySketch);

/** A limit may have been changed between runs without a word: the last run that shows one decides. */
const seenIn = (runs: readonly Recorded[], picks: (outcome: string) => boolean, cut: LimitCut): Estimate =>
  runs.map((recorded) => pileOf(above(latenciesOf([recorded], picks), cut.fromMs))).findLast(isInterval) ??
  pileOf(above(latenciesOf(runs, picks), cut.fromMs));

/** Answers that waited so many times the limit, in so many seconds, show that there is none: fewer may be stray. */
const beyondSecondsMin = 3;
const beyondAnswersMin = 5;

/** Mean wait of the answers of one second: what their latencies have beyond the service times. null: not known. */
const meanWaitMs = (cell: LoadCell | undefined): number | null => {
  if (cell === undefined || cell.serviceMs.count < beyondAnswersMin) return null;
  return (latencyOf(cell, isOk).sum - cell.serviceMs.sum) / cell.serviceMs.count;
};

/** Whether answers came that had waited for far longer than a limit would have let them. */
const isRefuted = (runs: readonly Recorded[], limitMs: number): boolean =>
  runs
    .flatMap(({ cells }) => cells.map(meanWaitMs))
    .filter((waitMs) => waitMs !== null && waitMs > beyondTimes * limitMs).length >= beyondSecondsMin;

/** The runs, in order of time, that had the limit of the last one: what others show says nothing about it. */
const withLimitOfLast = (runs: readonly Recorded[], configuredMsOf: (run: Recorded) => number | null) => {
  const configuredMs = configuredMsOf(runs.at(-1)!);
  return { configuredMs, alike: runs.filter((run) => configuredMsOf(run) === configuredMs) };
};

const queueWaitOf = (
  recorded: readonly Recorded[],
): { readonly limit: CalibratedLimit; readonly warnings: Note[] } => {
  const { configuredMs, alike: runs } = withLimitOfLast(
    recorded,
    ({ run }) => configuredOf(run.config).queueWaitLimitMs,
  );
  const platform = platformIn(runs.at(-1)!.run.config);
  const isOverload = (outcome: string): boolean => meaningOf(platform, outcome) === 'overload';
  const all = latenciesOf(runs, isOverload);
  const atOnce = all.count - above(all, atOnceMs).count;
  const seenMs = seenIn(runs, isOverload, { fromMs: atOnceMs });
  const kind = { limit: 'queueWait', isDocumented: configuredMs !== null } as const;
  const evidence = evidenceOf(runs, 'load.ndjson', ({ load }) => latencyOf(load.total, isOverload).count);
  const found =
    configuredMs !== null && !isInterval(seenMs) && isRefuted(runs, configuredMs)
      ? noLimit(configuredMs)
      : limitOf(configuredMs, seenMs, kind);
  return {
    limit: { ...found, evidence, configuredMs, seenMs },
    warnings: atOnce < answersMin ? [] : [{ code: 'rejectedAtOnce', count: atOnce, withinMs: atOnceMs }],
  };
};

/**
 * The platform's own limit, which answers 504 or the like. When the client gives up is no part of it: that tells
 * nothing of the platform but that it takes longer.
 */
const timeoutOf = (recorded: readonly Recorded[]): CalibratedLimit => {
  const { configuredMs, alike: runs } = withLimitOfLast(
    recorded,
    ({ run }) => configuredOf(run.config).requestTimeoutMs,
  );
  const platform = platformIn(runs.at(-1)!.run.config);
  const isTimeout = (outcome: string): boolean => meaningOf(platform, outcome) === 'timeout';
  const seenMs = seenIn(runs, isTimeout, { fromMs: atOnceMs });
  const kind = { limit: 'requestTimeout', isDocumented: configuredMs !== null } as const;
  const evidence = evidenceOf(runs, 'load.ndjson', ({ load }) => latencyOf(load.total, isTimeout).count);
  return { ...limitOf(configuredMs, seenMs, kind), evidence, configuredMs, seenMs };
};

/** The router's limits: where waits and answers were cut off, against what is documented or configured. */
export const measureLimits = (runs: readonly Recorded[]): MeasuredLimits => {
  const { limit, warnings } = queueWaitOf(runs);
  const { requestTimeoutMs: clientTimeoutMs } = runs.at(-1)!.run.config.target;
  return { queueWaitLimit: limit, requestTimeout: timeoutOf(runs), clientTimeoutMs, warnings };
};

/** The two limits of a router, as measured, and the client's. */
export type Limits = Omit<MeasuredLimits, 'warnings'>;

/** Waits up to this share of the timeout hardly decide which requests come back in time. */
const shortWaitShare = 0.25;

/** After how many ms nobody waits for a request any more: the platform's limit or the client's, whichever is first. */
const givenUpAfterMs = ({ requestTimeout, clientTimeoutMs }: Limits): number =>
  Math.min(requestTimeout.valueMs?.mid ?? Number.POSITIVE_INFINITY, clientTimeoutMs);

/** Whether requests may wait so long that only those with short service times come back before the timeout. */
export const waitsLong = (limits: Limits): boolean =>
  (limits.queueWaitLimit.valueMs?.mid ?? Number.POSITIVE_INFINITY) > shortWaitShare * givenUpAfterMs(limits);

/**
 * What ended the requests of one run, in the middle of the intervals, in ms; null for no limit of the queue. Other
 * runs may have had others.
 */
export const limitsIn = (recorded: Recorded) => {
  const limits = measureLimits([recorded]);
  return {
    queueWaitLimitMs: limits.queueWaitLimit.valueMs?.mid ?? null,
    requestTimeoutMs: givenUpAfterMs(limits),
  };
};
