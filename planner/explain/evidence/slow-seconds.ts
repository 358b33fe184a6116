import { isOk } from '../../../runs/schema/outcome.ts';
import { requestsPerArrival } from '../../measure/requests-per-arrival.ts';
import { isCalm } from '../../measure/unqueued.ts';
import { isCut } from '../../platforms/outcomes.ts';
import { quantileOf } from '../../stats/sketch.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';

/** Above this share of the slots a queue may last. */
export const fullShare = 0.9;

/** Successes that take this many times as long as the fastest seconds' may have waited. */
const waitedTimes = 1.5;
/** Fewer successes than this have no median to speak of. */
const okMin = 2;

/** What tells requests that a model was too slow for from those that waited; a value for each second. */
export type SlowEvidence = {
  /** Whether requests met no queue. */
  readonly isCalm: readonly boolean[];
  /** Of the requests of calm seconds that succeeded or were cut off, the share that was cut off; 0 where there were none. */
  readonly calmCutShare: number;
  /** Whether what came back, if anything did, was about as fast as in the fastest second. */
  readonly isFast: readonly boolean[];
  /** The first second of the stretch of cut-offs around it; a second without one does not end it. */
  readonly onset: readonly number[];
  /** Seconds before it in which the ready replicas had too few slots for the planned rate, at the service time without a queue. */
  readonly tightBefore: readonly number[];
};

/** The median latency of each second's successes; undefined where there are too few. */
const okMedians = ({ cells }: Recorded): (number | undefined)[] =>
  cells.map((cell) => {
    const ok = cell && latencyOf(cell, isOk);
    return ok && ok.count >= okMin ? quantileOf(ok, 0.5) : undefined;
  });

const fastestOf = (medians: readonly (number | undefined)[]): number =>
  medians.reduce<number>((least, ms) => Math.min(least, ms ?? least), Number.POSITIVE_INFINITY);

const calmCutShareOf = ({ run, cells }: Recorded, isCalmIn: readonly boolean[]): number => {
  let [cut, all] = [0, 0];
  cells.forEach((cell, second) => {
    if (cell === undefined || !isCalmIn[second]) return;
    for (const [outcome, n] of Object.entries(cell.outcomes)) {
      if (isCut(run.config, outcome)) cut += n;
      if (isCut(run.config, outcome) || isOk(outcome)) all += n;
    }
  });
  return all === 0 ? 0 : cut / all;
};

const onsetsOf = ({ timeline, run }: Recorded): number[] => {
  const columns = Object.entries(timeline.load.outcomes).filter(([outcome]) => isCut(run.config, outcome));
  const isCutIn = (second: number): boolean => columns.some(([, column]) => (column[second] ?? 0) > 0);
  const onsets: number[] = [];
  for (let second = 0; second < timeline.seconds; second++)
    onsets.push(isCutIn(second - 1) || isCutIn(second - 2) ? onsets[second - 1]! : second);
  return onsets;
};

/** Sums of how many of the seconds before each had too few slots. Without a service time none is known to have had enough. */
const tightBeforeOf = (
  { run, load: folded, timeline }: Recorded,
  serviceMs: number | undefined,
): number[] => {
  const { load, cluster, slotsPerReplica } = timeline;
  const requestsEach = requestsPerArrival(run, folded.total);
  const sums = [0];
  load.offeredRatePerSecond.forEach((rate, second) => {
    const slotsFor = fullShare * (cluster.ready[second] ?? 0) * slotsPerReplica;
    const fits = serviceMs !== undefined && (requestsEach * rate * serviceMs) / 1000 <= slotsFor;
    sums.push(sums[second]! + (fits ? 0 : 1));
  });
  return sums;
};

/**
 * What tells slow requests from those that waited. Calm are seconds by the slots in use, or, where the slots are not known well,
 * at little load while the successes of the same second were as fast as ever. O(seconds x outcomes).
 */
export const slowEvidenceOf = (
  recorded: Recorded,
  {
    isLowRate,
    unqueuedMedianMs,
  }: { readonly isLowRate: readonly boolean[]; readonly unqueuedMedianMs: number | undefined },
): SlowEvidence => {
  const medians = okMedians(recorded);
  const fastMs = waitedTimes * fastestOf(medians);
  const isCalmIn = recorded.cells.map((cell, second) => {
    if (cell === undefined) return false;
    if (isCalm(second, recorded)) return true;
    const median = medians[second];
    return median !== undefined && median <= fastMs && isLowRate[second]!;
  });
  return {
    isCalm: isCalmIn,
    calmCutShare: calmCutShareOf(recorded, isCalmIn),
    isFast: medians.map((median) => median === undefined || median <= fastMs),
    onset: onsetsOf(recorded),
    tightBefore: tightBeforeOf(recorded, unqueuedMedianMs),
  };
};
