import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Prediction } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { VerifiedLine } from '../../runs/schema/verification.ts';
import { errorSecondsOf } from '../measure/errors.ts';
import { secondsToRecover, steepestRise } from '../measure/recovery.ts';
import type { Interval } from '../stats/interval.ts';
import { replicasOnGrid } from '../timeline/cluster-grid.ts';
import { plannedSecondsOf } from '../timeline/planned-rate.ts';
import { loadOfPhases } from '../traffic/load.ts';

/** The re-run: what its report says, and the cluster series, which has the replicas between two whole seconds. */
export type Rerun = { readonly result: Result; readonly cluster: readonly ClusterLine[] };

/** Ends of an interval and a measurement that differ by less than this are equal: rounding, not error. */
const tolerance = 1e-9;

const line = (
  name: string,
  unit: VerifiedLine['unit'],
  predicted: Interval | null,
  measured: number | null,
): VerifiedLine => ({
  name,
  unit,
  predicted,
  measured,
  inside:
    predicted === null || measured === null
      ? null
      : measured >= predicted.low - tolerance && measured <= predicted.high + tolerance,
});

const shareOf = ({ totals }: Result, outcomes: readonly string[]): number | null =>
  totals.answered === 0
    ? null
    : outcomes.reduce((sum, outcome) => sum + (totals.outcomes[outcome] ?? 0), 0) / totals.answered;

/** Replicas come and go at any moment, and intervals of their mean are narrow: whole seconds would be too coarse. */
const gridStepMs = 100;

/**
 * Ready replicas over the planned load, as the simulation counts them: the mean over time, and the most at once. Read
 * in the middle of each step, so that changes inside a step cancel out. null where the cluster could not be read.
 */
const readyOver = ({ result, cluster }: Rerun): { readonly mean: number; readonly most: number } | null => {
  const { run, timeline } = result;
  const steps = Math.ceil((plannedSecondsOf(run.phases) * 1000) / gridStepMs);
  const fromMs = timeline.startedAtMs - gridStepMs / 2;
  const ready = replicasOnGrid(cluster, { fromMs, stepMs: gridStepMs, steps })
    .map((counts) => counts.ready)
    .filter((count) => count !== null);
  if (ready.length === 0) return null;
  return {
    mean: ready.reduce((sum, count) => sum + count, 0) / ready.length,
    most: ready.reduce((most, count) => Math.max(most, count), 0),
  };
};

/** From the same rise of the planned load, by the same function as in the simulation. */
const recoveryOf = ({ run, timeline }: Result): number | null => {
  const load = loadOfPhases(run.phases);
  const riseAt = load.kind === 'rate' ? steepestRise({ kind: 'even', ratePerSecond: [...load.steps] }) : null;
  return riseAt === null
    ? null
    : secondsToRecover(errorSecondsOf(timeline), riseAt, run.config.slo.maxErrorShare);
};

/**
 * Every figure of a prediction beside the re-run's. Both sides mean the same: shares of all requests that ended;
 * latency of those that succeeded; a request timeout is the router's 504 or, where the client gives up first, its own.
 */
export const figuresOf = (prediction: Prediction, rerun: Rerun): VerifiedLine[] => {
  const { result } = rerun;
  const { ok } = result.totals.latency;
  const ready = readyOver(rerun);
  const errorShare = result.verdict.checks.find(({ unit }) => unit === 'share')?.measured ?? null;
  return [
    line('requests that fail', 'share', prediction.errorShare, errorShare),
    line('503', 'share', prediction.rejectedShare, shareOf(result, ['503'])),
    line('504 or timeout', 'share', prediction.timedOutShare, shareOf(result, ['504', 'timeout'])),
    line('p50 latency', 'millisecond', prediction.latencyMs.p50, ok.p50Ms),
    line('p95 latency', 'millisecond', prediction.latencyMs.p95, ok.p95Ms),
    line('p99 latency', 'millisecond', prediction.latencyMs.p99, ok.p99Ms),
    line('mean replicas', 'replica', prediction.replicas.mean, ready?.mean ?? null),
    line('most replicas', 'replica', prediction.replicas.max, ready?.most ?? null),
    line('recovered after', 'second', prediction.secondsToRecover, recoveryOf(result)),
  ];
};
