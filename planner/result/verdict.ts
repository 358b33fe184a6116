import { isOk } from '../../runs/schema/outcome.ts';
import type { LoadFault } from '../../runs/schema/result/load-as-planned.ts';
import type { ScriptResult } from '../../runs/schema/result/script-result.ts';
import type { LoadColumns, Timeline } from '../../runs/schema/result/timeline.ts';
import type { Check, Verdict } from '../../runs/schema/result.ts';
import type { Run, Slo } from '../../runs/schema/run.ts';
import {
  badSecondsOf,
  countErrors,
  errorSecondsOf,
  errorShareInterval,
  stretchesOf,
} from '../measure/errors.ts';
import { latencySummary, p95Interval } from '../measure/latency.ts';
import { countAbove } from '../stats/sketch.ts';
import { sumOf } from '../stats/sum.ts';
import { type FoldedCells, latencyOf } from '../timeline/fold-load.ts';
import { metByAll } from './objectives.ts';
import { withShown } from './shown.ts';

/** What one endpoint is judged by. */
export type JudgedEndpoint = {
  readonly slo: Slo;
  /** What its checks are called by; null: it is the only one. */
  readonly name: string | null;
  readonly cells: FoldedCells;
  readonly columns: Pick<LoadColumns, 'planned' | 'outcomes'>;
  /** Arrivals of the whole plan. */
  readonly planned: number;
  readonly stopped: Run['stopped'];
  readonly timeline: Timeline;
  /** Why the load is not the one that was planned. */
  readonly faults: readonly LoadFault[];
};

/** A measured objective, and whether it is missed whatever the missing part of the load had brought. */
type Measured = { readonly check: Check; readonly isSurelyMissed: boolean };

/**
 * Requests that the plan would have brought, at least: what was not sent counts as one request an arrival, or as many as a script's
 * arrivals sent. A load that
 * auto-stop ended is judged by what was sent: the service's own failures ended it.
 */
const requestsPlanned = ({ planned, stopped, cells }: JudgedEndpoint): number => {
  const missing = Math.max(0, planned - cells.total.arrivals);
  const each = Math.max(1, cells.total.requests / Math.max(1, cells.total.arrivals));
  return cells.total.requests + (stopped?.by === 'autoStop' ? 0 : missing * each);
};

/** What a generator that stood still sends at once, when it goes on, keeps a service busy for some seconds. */
const aftermathSeconds = 10;

/** Whether the generator is no reason for what failed in a second: neither then nor shortly before was it at fault. */
const isSound = ({ load }: Timeline, second: number): boolean =>
  !load.generatorAtFault.slice(Math.max(0, second - aftermathSeconds), second + 1).includes(true);

const soundSum = (column: readonly number[], timeline: Timeline): number =>
  sumOf(column.filter((_, second) => isSound(timeline, second)));

const errorSecondsIn = ({ columns, timeline }: JudgedEndpoint) =>
  errorSecondsOf({ load: columns, seconds: timeline.seconds });

const errorShare = (judged: JudgedEndpoint): Measured => {
  const { name, slo, cells, timeline } = judged;
  const { failed, requests, share: measured } = countErrors(cells.total.outcomes);
  const limit = slo.maxErrorShare;
  const failedSoundly = Math.min(failed, soundSum(errorSecondsIn(judged).errors, timeline));
  return {
    check: {
      endpoint: name,
      objective: 'errorShare',
      unit: 'share',
      measured,
      failed,
      requests,
      interval: errorShareInterval(failed, requests),
      limit,
      met: measured === null ? null : measured <= limit,
    },
    isSurelyMissed: failedSoundly > limit * requestsPlanned(judged),
  };
};

/** Of the requests that may be slow: 1 - 0.95. */
const slowShareMax = 0.05;

const p95Latency = (judged: JudgedEndpoint, limitMs: number): Measured => {
  const { name, cells, timeline } = judged;
  const okLatency = latencyOf(cells.total, isOk);
  const { count, p95Ms: measured } = latencySummary(okLatency);
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  const slow = [...cells.bySecond]
    .filter(([second]) => isSound(timeline, second - startSecond))
    .reduce((sum, [, cell]) => sum + countAbove(latencyOf(cell, isOk), limitMs), 0);
  return {
    check: {
      endpoint: name,
      objective: 'p95Latency',
      unit: 'millisecond',
      measured,
      failed: null,
      requests: count,
      interval: p95Interval(okLatency),
      limit: limitMs,
      met: measured === null ? null : measured <= limitMs,
    },
    isSurelyMissed: slow > slowShareMax * requestsPlanned(judged),
  };
};

/** With a load that is not the planned one, nothing is met, and only what is missed for sure is missed. */
const judgedBy = ({ check, isSurelyMissed }: Measured, faults: readonly LoadFault[]): Check =>
  withShown(
    faults.length === 0 || check.met === null ? check : { ...check, met: isSurelyMissed ? false : null },
  );

/** What a script found out by itself, and why its load is not the one that was planned. */
type JudgedScript = {
  readonly script: ScriptResult | undefined;
  readonly faults: readonly LoadFault[];
  readonly stopped: Run['stopped'];
};

/**
 * k6 judged them over what was sent: of a load that is not the planned one that tells nothing. Those that ended the load are
 * missed all the same: their script says so by `abortOnFail`.
 */
const thresholdsOf = ({ script, faults, stopped }: JudgedScript): NonNullable<Verdict['thresholds']> =>
  (script?.thresholds ?? []).map(({ metric, expression, ok }) => ({
    metric,
    expression,
    met: faults.length === 0 || (ok === false && stopped?.reason?.code === 'thresholds') ? ok : null,
  }));

const verdictFrom = (
  checks: readonly Check[],
  badSeconds: readonly number[],
  thresholds: NonNullable<Verdict['thresholds']> = [],
): Verdict => ({
  met: metByAll([...checks, ...thresholds]),
  checks: [...checks],
  ...(thresholds.length > 0 && { thresholds }),
  badSeconds: stretchesOf(badSeconds),
  badSecondsCount: badSeconds.length,
});

/** Checks of one endpoint, and the seconds in which its share of errors was over its limit. */
const judge = (judged: JudgedEndpoint): { checks: Check[]; badSeconds: number[] } => {
  const { maxErrorShare, p95LatencyMs } = judged.slo;
  const measured = [
    errorShare(judged),
    ...(p95LatencyMs === undefined ? [] : [p95Latency(judged, p95LatencyMs)]),
  ];
  return {
    checks: measured.map((one) => judgedBy(one, judged.faults)),
    badSeconds: badSecondsOf(errorSecondsIn(judged), maxErrorShare),
  };
};

/**
 * Whether the service kept its objectives: for each endpoint, and for the whole, which is met only if all are, and all
 * thresholds of the script too. A bad second of the whole is one of any endpoint.
 */
export const verdictsOf = (
  endpoints: readonly JudgedEndpoint[],
  judgedScript: JudgedScript,
): { readonly whole: Verdict; readonly each: readonly Verdict[] } => {
  const judged = endpoints.map(judge);
  const bad = new Set(judged.flatMap(({ badSeconds }) => badSeconds));
  return {
    whole: verdictFrom(
      judged.flatMap(({ checks }) => checks),
      [...bad].sort((a, b) => a - b),
      thresholdsOf(judgedScript),
    ),
    each: judged.map(({ checks, badSeconds }) => verdictFrom(checks, badSeconds)),
  };
};
