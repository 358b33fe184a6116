import type { LoadFault } from '../../runs/schema/load-as-planned.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import type { Check, Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { badSecondsOf, countErrors, errorSecondsOf, stretchesOf } from '../measure/errors.ts';
import { latencySummary, p95Interval } from '../measure/latency.ts';
import { countAbove } from '../stats/sketch.ts';
import { sumOf } from '../stats/sum.ts';
import { type FoldedLoad, latencyOf } from '../timeline/fold-load.ts';

type VerdictInput = {
  readonly run: Run;
  readonly load: FoldedLoad;
  readonly timeline: Timeline;
  /** Why the load is not the one that was planned. */
  readonly faults: readonly LoadFault[];
};

/** A measured objective, and whether it is missed whatever the missing part of the load had brought. */
type Measured = { readonly check: Check; readonly isSurelyMissed: boolean };

/**
 * Requests that the plan would have brought, at least: what was not sent counts as one request an arrival. A load that
 * auto-stop ended is judged by what was sent: the service's own failures ended it.
 */
const requestsPlanned = ({ run, load }: VerdictInput): number => {
  const missing = Math.max(0, sumOf(run.plannedPerSecond) - load.total.arrivals);
  return load.total.requests + (run.stopped?.by === 'autoStop' ? 0 : missing);
};

/** What a generator that stood still sends at once, when it goes on, keeps a service busy for some seconds. */
const aftermathSeconds = 10;

/** Whether the generator is no reason for what failed in a second: neither then nor shortly before was it at fault. */
const isSound = ({ load }: Timeline, second: number): boolean =>
  !load.generatorAtFault.slice(Math.max(0, second - aftermathSeconds), second + 1).includes(true);

const soundSum = (column: readonly number[], timeline: Timeline): number =>
  sumOf(column.filter((_, second) => isSound(timeline, second)));

const errorShare = (input: VerdictInput): Measured => {
  const { timeline, run, load } = input;
  const { failed, requests, share: measured } = countErrors(load.total.outcomes);
  const limit = run.config.slo.maxErrorShare;
  const failedSoundly = Math.min(failed, soundSum(errorSecondsOf(timeline).errors, timeline));
  return {
    check: {
      objective: 'errorShare',
      unit: 'share',
      measured,
      failed,
      requests,
      interval: null,
      limit,
      met: measured === null ? null : measured <= limit,
    },
    isSurelyMissed: failedSoundly > limit * requestsPlanned(input),
  };
};

/** Of the requests that may be slow: 1 - 0.95. */
const slowShareMax = 0.05;

const p95Latency = (input: VerdictInput, limitMs: number): Measured => {
  const { load, timeline } = input;
  const okLatency = latencyOf(load.total, isOk);
  const { count, p95Ms: measured } = latencySummary(okLatency);
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  const slow = [...load.bySecond]
    .filter(([second]) => isSound(timeline, second - startSecond))
    .reduce((sum, [, cell]) => sum + countAbove(latencyOf(cell, isOk), limitMs), 0);
  return {
    check: {
      objective: 'p95Latency',
      unit: 'millisecond',
      measured,
      failed: null,
      requests: count,
      interval: p95Interval(okLatency),
      limit: limitMs,
      met: measured === null ? null : measured <= limitMs,
    },
    isSurelyMissed: slow > slowShareMax * requestsPlanned(input),
  };
};

/** With a load that is not the planned one, nothing is met, and only what is missed for sure is missed. */
const judged = ({ check, isSurelyMissed }: Measured, faults: readonly LoadFault[]): Check =>
  faults.length === 0 || check.met === null ? check : { ...check, met: isSurelyMissed ? false : null };

/** Whether the service kept its objectives, with the measured value against each limit and the bad seconds. */
export const verdictOf = (input: VerdictInput): Result['verdict'] => {
  const { timeline, run, faults } = input;
  const { maxErrorShare, p95LatencyMs } = run.config.slo;
  const checks = [
    errorShare(input),
    ...(p95LatencyMs === undefined ? [] : [p95Latency(input, p95LatencyMs)]),
  ].map((measured) => judged(measured, faults));
  const met = checks.some((check) => check.met === false)
    ? false
    : checks.some((check) => check.met === null)
      ? null
      : true;
  const bad = badSecondsOf(errorSecondsOf(timeline), maxErrorShare);
  return { met, checks, badSeconds: stretchesOf(bad), badSecondsCount: bad.length };
};
