import type { Model } from '../../runs/schema/model.ts';
import { secondsToRecover, steepestRise } from '../measure/recovery.ts';
import type { Run } from './engine.ts';
import { addAllToHistogram, createHistogram, type Histogram, quantileSeconds } from './histogram.ts';
import { outcomeCodes } from './router.ts';
import { countSeconds, type RequestSeconds, type Requests, type SeriesTally, seriesOf } from './series.ts';
import { firstAfter, type Workload } from './workload.ts';

/** Requests by outcome. */
export type Counts = {
  readonly requests: number;
  readonly ok: number;
  readonly rejected: number;
  readonly timedOut: number;
};

/** What is kept of one replication: plain data, to be sent between threads. Sums are over measured requests. */
export type Tally = Counts & {
  readonly simulatedRequests: number;
  /** The measured requests in order of arrival, cut into batches of equal size. */
  readonly batches: readonly Counts[];
  readonly okWaitSeconds: number;
  /** 95th percentile of the latency of ok requests; null without any. */
  readonly latencyP95Seconds: number | null;
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

/** One replication: figures, waits of all requests, latencies of the ok ones. */
export type Replication = {
  readonly tally: Tally;
  readonly waits: Histogram;
  readonly latencies: Histogram;
};

/** 20 to 30 is usual for batch means. */
const batchCount = 20;

/** How many latencies are counted at a time: quicker than one by one, and a run then leaves little memory behind. */
const countedAtOnce = 4096;

type Fold = {
  readonly waits: Histogram;
  readonly latencies: Histogram;
  /** Memory for the latencies that are counted at a time. */
  readonly latencySeconds: Float64Array;
  okWaitSeconds: number;
};

/** Adds `countedAtOnce` requests at most. */
const addStretch = (
  fold: Fold,
  { workload, outcomes }: Requests,
  from: number,
  to: number,
): Pick<Counts, 'ok' | 'timedOut'> => {
  const { codes, waitSeconds } = outcomes;
  const { serviceSeconds } = workload;
  const { latencySeconds } = fold;
  let { okWaitSeconds } = fold;
  let [ok, timedOut] = [0, 0];
  for (let i = from; i < to; i++) {
    const code = codes[i];
    if (code === outcomeCodes.ok) {
      const wait = waitSeconds[i]!;
      okWaitSeconds += wait;
      latencySeconds[ok++] = wait + serviceSeconds[i]!;
    } else if (code === outcomeCodes.timedOut) timedOut++;
  }
  fold.okWaitSeconds = okWaitSeconds;
  addAllToHistogram(fold.waits, waitSeconds.subarray(from, to));
  addAllToHistogram(fold.latencies, latencySeconds.subarray(0, ok));
  return { ok, timedOut };
};

const addBatch = (fold: Fold, requests: Requests, from: number, to: number): Counts => {
  let [ok, timedOut] = [0, 0];
  for (let begin = from; begin < to; begin += countedAtOnce) {
    const counted = addStretch(fold, requests, begin, Math.min(to, begin + countedAtOnce));
    ok += counted.ok;
    timedOut += counted.timedOut;
  }
  return { requests: to - from, ok, rejected: to - from - ok - timedOut, timedOut };
};

const sumOf = (batches: readonly Counts[], field: keyof Counts): number =>
  batches.reduce((sum, counts) => sum + counts[field], 0);

const recoveryOf = (riseAt: number, seconds: RequestSeconds, maxErrorShare: number): number | null => {
  const { offered, rejected, timedOut } = seconds;
  const errors = rejected.map((n, second) => n + timedOut[second]!);
  return secondsToRecover({ requests: offered, errors }, riseAt, maxErrorShare);
};

/** What is only known second by second. Long models that need none of it are spared the memory. */
const bySecond = (model: Model, requests: Requests, run: Run): Pick<Tally, 'secondsToRecover' | 'series'> => {
  const riseAt = steepestRise(model.arrivals);
  const takesSeries = run.samples.length > 0;
  if (riseAt === null && !takesSeries) return { secondsToRecover: null, series: null };
  const seconds = countSeconds(requests, Math.ceil(model.durationSeconds));
  return {
    secondsToRecover: riseAt === null ? null : recoveryOf(riseAt, seconds, model.recoveredErrorShare),
    series: takesSeries ? seriesOf(run, seconds) : null,
  };
};

/** What the answer to a model needs of one run. */
export const tallyRun = (model: Model, workload: Workload, run: Run): Replication => {
  const { atWarmup, atEnd, scaleEvents, outcomes } = run;
  const requests = { workload, outcomes };
  const first = firstAfter(workload, model.warmupSeconds);
  const fold: Fold = {
    waits: createHistogram(),
    latencies: createHistogram(),
    latencySeconds: new Float64Array(countedAtOnce),
    okWaitSeconds: 0,
  };
  const borderOf = (batch: number): number =>
    first + Math.floor((batch * (workload.count - first)) / batchCount);
  const batches = Array.from({ length: batchCount }, (_, i) =>
    addBatch(fold, requests, borderOf(i), borderOf(i + 1)),
  );
  const measured = scaleEvents.filter(({ atSecond }) => atSecond >= model.warmupSeconds);
  const { waits, latencies, okWaitSeconds } = fold;
  const tally = {
    requests: sumOf(batches, 'requests'),
    ok: sumOf(batches, 'ok'),
    rejected: sumOf(batches, 'rejected'),
    timedOut: sumOf(batches, 'timedOut'),
    simulatedRequests: workload.count,
    batches,
    okWaitSeconds,
    latencyP95Seconds: quantileSeconds(latencies, 0.95),
    measuredSeconds: atEnd.atSeconds - atWarmup.atSeconds,
    readySeconds: atEnd.readySeconds - atWarmup.readySeconds,
    occupiedSeconds: atEnd.occupiedSeconds - atWarmup.occupiedSeconds,
    busySlotSeconds: atEnd.busySlotSeconds - atWarmup.busySlotSeconds,
    readyMax: run.readyMax,
    scaleUps: measured.filter(({ from, to }) => to > from).length,
    scaleDowns: measured.filter(({ from, to }) => to < from).length,
    unscheduledStarts: atEnd.unscheduledStarts - atWarmup.unscheduledStarts,
    retries: run.retries,
    ...bySecond(model, requests, run),
  };
  return { tally, waits, latencies };
};
