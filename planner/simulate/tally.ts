import type { Model } from '../../runs/schema/model/model.ts';
import { secondsToRecover } from '../measure/recovery.ts';
import { steepestRise } from '../measure/steepest-rise.ts';
import type { Run } from './engine.ts';
import { addRequests, type Counts, countsOf, type Fold, openFold } from './fold-requests.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { countSecond, countSeconds, type Requests, type SeriesTally, seriesOf } from './series.ts';
import { firstAfter, type Workload } from './workload.ts';

/** What is kept of one replication: plain data, to be sent between threads. Sums are over measured requests. */
export type Tally = Counts & {
  readonly simulatedRequests: number;
  /** The measured requests in order of arrival, cut into batches of equal size. */
  readonly batches: readonly Counts[];
  readonly okWaitSeconds: number;
  readonly measuredSeconds: number;
  readonly readySeconds: number;
  readonly occupiedSeconds: number;
  readonly busySlotSeconds: number;
  readonly readyMax: number;
  readonly scaleUps: number;
  readonly scaleDowns: number;
  readonly unscheduledStarts: number;
  /** Of all simulated requests. */
  readonly retries: number;
  /** From the steepest rise of the load; null if there is none, or no recovery. */
  readonly secondsToRecover: number | null;
  readonly series: SeriesTally | null;
};

/** One replication. */
export type Replication = {
  readonly tally: Tally;
  /** Of all requests; empty where nobody asked for them. */
  readonly waits: Histogram;
  /** Of the ok ones. */
  readonly latencies: Histogram;
};

/** 20 to 30 is usual for batch means. */
const batchCount = 20;

/** The measured requests in batches: what each adds to the fold. */
const foldBatches = (fold: Fold, requests: Requests, first: number): Counts[] => {
  const { count } = requests.workload;
  const borderOf = (batch: number): number => first + Math.floor((batch * (count - first)) / batchCount);
  return Array.from({ length: batchCount }, (_, i) => {
    const before = countsOf(fold);
    addRequests(fold, requests, { from: borderOf(i), to: borderOf(i + 1) });
    const now = countsOf(fold);
    return {
      requests: now.requests - before.requests,
      ok: now.ok - before.ok,
      rejected: now.rejected - before.rejected,
      timedOut: now.timedOut - before.timedOut,
    };
  });
};

/** Counts the seconds behind the last one with too many errors, and no others: most runs have long recovered. */
const recoveryOf = (model: Model, requests: Requests): number | null => {
  const riseAt = steepestRise(model.arrivals);
  if (riseAt === null) return null;
  const isBad = (second: number): boolean => {
    const { offered, rejected, timedOut } = countSecond(requests, second);
    return rejected + timedOut > model.recoveredErrorShare * offered;
  };
  return secondsToRecover({ seconds: Math.ceil(model.durationSeconds), isBad }, riseAt);
};

/** Long models that need no series are spared the memory. */
const seriesTallyOf = (model: Model, requests: Requests, run: Run): SeriesTally | null =>
  run.samples.length === 0 ? null : seriesOf(run, countSeconds(requests, Math.ceil(model.durationSeconds)));

/**
 * What the answer to a model needs of one run.
 *
 * @param options.countsWaits whether the waits are asked for
 */
export const tallyRun = (
  model: Model,
  {
    workload,
    run,
    countsWaits,
  }: { readonly workload: Workload; readonly run: Run; readonly countsWaits: boolean },
): Replication => {
  const { atWarmup, atEnd, scaleEvents, outcomes } = run;
  const requests = { workload, outcomes };
  const first = firstAfter(workload, model.warmupSeconds);
  const fold = openFold(countsWaits);
  const batches = foldBatches(fold, requests, first);
  const measured = scaleEvents.filter(({ atSecond }) => atSecond >= model.warmupSeconds);
  const { waits, latencies, okWaitSeconds } = fold;
  const tally = {
    ...countsOf(fold),
    simulatedRequests: workload.count,
    batches,
    okWaitSeconds,
    measuredSeconds: atEnd.atSeconds - atWarmup.atSeconds,
    readySeconds: atEnd.readySeconds - atWarmup.readySeconds,
    occupiedSeconds: atEnd.occupiedSeconds - atWarmup.occupiedSeconds,
    busySlotSeconds: atEnd.busySlotSeconds - atWarmup.busySlotSeconds,
    readyMax: run.readyMax,
    scaleUps: measured.filter(({ from, to }) => to > from).length,
    scaleDowns: measured.filter(({ from, to }) => to < from).length,
    unscheduledStarts: atEnd.unscheduledStarts - atWarmup.unscheduledStarts,
    retries: run.retries,
    secondsToRecover: recoveryOf(model, requests),
    series: seriesTallyOf(model, requests, run),
  };
  return { tally, waits: waits ?? createHistogram(), latencies };
};
