import { isOk } from '../../../runs/schema/outcome.ts';
import { meanWaitMs } from '../../measure/waits.ts';
import { countedBy, type RunsOn } from '../../platforms/outcomes.ts';
import { addRequests, type Fold, openFold } from '../../simulate/fold-requests.ts';
import { quantileSeconds } from '../../simulate/histogram.ts';
import { firstAfter } from '../../simulate/workload.ts';
import { medianOfValues } from '../../stats/simple.ts';
import { emptySketch, mergeSketches, quantileOf } from '../../stats/sketch.ts';
import { sumOf } from '../../stats/sum.ts';
import { type LoadCell, latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { logLikelihood, type Tolerance } from '../likelihood.ts';
import type { Replayed } from '../replay.ts';
import { classCount } from './load-classes.ts';

/**
 * What became of the requests of one class of load. Times in ms, of requests that succeeded, without the network.
 * null: nothing to tell it from.
 */
type ClassFigures = {
  readonly requests: number;
  readonly rejectedShare: number;
  readonly timedOutShare: number;
  /** Mean of latency - service time; null where the server does not tell service times. */
  readonly waitMs: number | null;
  /** Median over the seconds of their mean waits: a few seconds in which everything was late don't move it. */
  readonly typicalWaitMs: number | null;
  readonly latencyMs: number | null;
  readonly p95LatencyMs: number | null;
};

const perClass = <Value>(figureOf: (loadClass: number) => Value): Value[] =>
  Array.from({ length: classCount }, (_, loadClass) => figureOf(loadClass));

/** The median of fewer seconds than this is one second's luck. */
const secondsMin = 5;

const typicalOf = (waitsMs: readonly number[]): number | null =>
  waitsMs.length < secondsMin ? null : medianOfValues(waitsMs);

/** Mean wait of each second; none of a second without an answer that tells its service time. */
const waitsOfCells = (cells: readonly LoadCell[], overheadMs: number): number[] =>
  cells.flatMap((cell) => {
    const waitMs = meanWaitMs([cell]);
    return waitMs === null ? [] : [waitMs - overheadMs];
  });

const figuresOfCells = (cells: readonly LoadCell[], overheadMs: number, runsOn: RunsOn): ClassFigures => {
  const requests = sumOf(cells.flatMap(({ outcomes }) => Object.values(outcomes)));
  const counts = cells.map(({ outcomes }) => countedBy(runsOn, outcomes));
  const shareOf = (counted: readonly number[]): number => sumOf(counted) / Math.max(1, requests);
  const ok = cells.map((cell) => latencyOf(cell, isOk)).reduce(mergeSketches, emptySketch);
  const waitMs = meanWaitMs(cells);
  const p95LatencyMs = quantileOf(ok, 0.95);
  return {
    requests,
    rejectedShare: shareOf(counts.map(({ turnedAway }) => turnedAway)),
    timedOutShare: shareOf(counts.map(({ timedOut }) => timedOut)),
    waitMs: waitMs === null ? null : Math.max(0, waitMs - overheadMs),
    typicalWaitMs: typicalOf(waitsOfCells(cells, overheadMs)),
    latencyMs: ok.count === 0 ? null : ok.sum / ok.count - overheadMs,
    p95LatencyMs: p95LatencyMs === undefined ? null : p95LatencyMs - overheadMs,
  };
};

/** What a recording shows, by class of load. */
export const recordedFigures = (
  { run, cells }: Recorded,
  classes: readonly number[],
  overheadMs: number,
): ClassFigures[] =>
  perClass((loadClass) =>
    figuresOfCells(
      cells.flatMap((cell, second) => (cell && classes[second] === loadClass ? [cell] : [])),
      overheadMs,
      run.config,
    ),
  );

/** Requests of one class of load, and the mean wait of each of its seconds. */
type ClassFold = Fold & { readonly waitsMs: number[] };

const figuresOfFold = (fold: ClassFold): ClassFigures => {
  const { requests, rejected, timedOut, okWaitSeconds, latencies, waitsMs } = fold;
  const ok = latencies.count;
  const p95Seconds = quantileSeconds(latencies, 0.95);
  return {
    requests,
    rejectedShare: rejected / Math.max(1, requests),
    timedOutShare: timedOut / Math.max(1, requests),
    waitMs: ok === 0 ? null : (1000 * okWaitSeconds) / ok,
    typicalWaitMs: typicalOf(waitsMs),
    latencyMs: ok === 0 ? null : (1000 * latencies.sumSeconds) / ok,
    p95LatencyMs: p95Seconds === null ? null : 1000 * p95Seconds,
  };
};

/** What one replay shows, by class of load. */
export const replayedFigures = (
  { workload, outcomes }: Pick<Replayed, 'workload' | 'outcomes'>,
  classes: readonly number[],
): ClassFigures[] => {
  const folds = perClass((): ClassFold => ({ ...openFold(false), waitsMs: [] }));
  classes.forEach((loadClass, second) => {
    const fold = folds[loadClass];
    if (fold === undefined) return;
    const stretch = { from: firstAfter(workload, second), to: firstAfter(workload, second + 1) };
    const [okBefore, waitedBefore] = [fold.latencies.count, fold.okWaitSeconds];
    addRequests(fold, { workload, outcomes }, stretch);
    const ok = fold.latencies.count - okBefore;
    if (ok > 0) fold.waitsMs.push((1000 * (fold.okWaitSeconds - waitedBefore)) / ok);
  });
  return folds.map(figuresOfFold);
};

/** Fewer requests than this in a class of load tell more of chance than of the router. */
const requestsMin = 30;

const tolerances: Readonly<Partial<Record<keyof ClassFigures, Tolerance>>> = {
  waitMs: { share: 0.1, absolute: 1 },
  typicalWaitMs: { share: 0.1, absolute: 1 },
  latencyMs: { share: 0.03, absolute: 1 },
  p95LatencyMs: { share: 0.05, absolute: 2 },
  rejectedShare: { share: 0.05, absolute: 0.005 },
  timedOutShare: { share: 0.05, absolute: 0.003 },
};

/** In one class of load the mean delay may be another than in the whole recording: by so large a part of it. */
const delayTolerance = 0.5;

/** What is late where answers are. */
const delayed: ReadonlySet<keyof ClassFigures> = new Set([
  'waitMs',
  'typicalWaitMs',
  'latencyMs',
  'p95LatencyMs',
]);

/**
 * How likely the recorded figures are among those of some replays; both by class of load.
 *
 * @param delayMs what answers took on average beyond the overhead: replays know nothing of it
 */
export const likelihoodOf = (
  recorded: readonly ClassFigures[],
  replays: readonly (readonly ClassFigures[])[],
  delayMs: number,
): number => {
  // Where the server tells service times, the wait says all that the mean latency could, without their noise.
  const spare = recorded.some(({ waitMs }) => waitMs !== null) ? 'latencyMs' : 'waitMs';
  const named = Object.entries(tolerances) as [keyof ClassFigures, Tolerance][];
  return sumOf(
    recorded.flatMap((figures, loadClass) =>
      named
        .filter(([name]) => name !== spare && figures.requests >= requestsMin)
        .map(([name, tolerance]) => {
          const lateMs = delayed.has(name) ? delayMs : 0;
          const values = replays.map((replay) => replay[loadClass]![name]).filter((value) => value !== null);
          return logLikelihood(
            figures[name],
            values.map((value) => value + lateMs),
            { ...tolerance, absolute: Math.hypot(tolerance.absolute, delayTolerance * lateMs) },
          );
        }),
    ),
  );
};
