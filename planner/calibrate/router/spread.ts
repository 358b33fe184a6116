import { isOk } from '../../../runs/schema/outcome.ts';
import { countedBy } from '../../platforms/outcomes.ts';
import { outcomeCodes } from '../../simulate/router.ts';
import { squaredDeviations } from '../../stats/sketch.ts';
import { sumOf } from '../../stats/sum.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { logLikelihood, type Tolerance } from '../likelihood.ts';
import type { Replayed } from '../replay.ts';
import { backlogClassCount } from './load-classes.ts';

/**
 * How unlike each other requests of the same second fare in a backlog, by its classes. Behind one queue they all wait about as
 * long, and time out together. With a queue at each replica they wait as long as the queue that they got into. How long a backlog
 * has become depends on every service time before it; how much the waits of one second differ does not.
 * null: nothing to tell it from.
 */
type SpreadFigures = {
  /** Standard deviation of the latencies within a second, as a share of their mean. */
  readonly latencySpread: number | null;
  /** Variance within a second of whether a request times out, as a share of the variance over all seconds: 0 to about 1. */
  readonly timeoutSpread: number | null;
};

/** The requests of one second; latencies in ms, of those that succeeded, without the network. */
type Second = {
  readonly ok: number;
  readonly timedOut: number;
  readonly sumMs: number;
  /** Sum of the squared deviations of the latencies from their mean. */
  readonly deviations: number;
};

/** A second with fewer requests does not tell how they differ. */
const perSecondMin = 3;

/** Fewer requests than this tell more of chance than of the queues. */
const requestsMin = 30;

/** Where nearly all requests time out, or nearly none, how they mix tells nothing. */
const timedOutShareMin = 0.05;

/** Unbiased variance of so many values within their second, times their number. */
const weighted = (sumOfDeviations: number, count: number): number =>
  (Math.max(0, sumOfDeviations) * count) / (count - 1);

const latencySpreadOf = (seconds: readonly Second[]): number | null => {
  const told = seconds.filter(({ ok }) => ok >= perSecondMin);
  const ok = sumOf(told.map((second) => second.ok));
  if (ok < requestsMin) return null;
  const within = sumOf(told.map((second) => weighted(second.deviations, second.ok)));
  return Math.sqrt(within / ok) / (sumOf(told.map(({ sumMs }) => sumMs)) / ok);
};

const timeoutSpreadOf = (seconds: readonly Second[]): number | null => {
  const told = seconds.filter(({ ok, timedOut }) => ok + timedOut >= perSecondMin);
  const requests = sumOf(told.map(({ ok, timedOut }) => ok + timedOut));
  const share = sumOf(told.map(({ timedOut }) => timedOut)) / Math.max(1, requests);
  if (requests < requestsMin || Math.min(share, 1 - share) < timedOutShareMin) return null;
  const within = sumOf(
    told.map(({ ok, timedOut }) => weighted((ok * timedOut) / (ok + timedOut), ok + timedOut)),
  );
  return within / (requests * share * (1 - share));
};

const byClass = (
  seconds: readonly (Second | undefined)[],
  classes: readonly number[],
): readonly SpreadFigures[] =>
  Array.from({ length: backlogClassCount }, (_, backlogClass) => {
    const chosen = seconds.flatMap((second, at) => (second && classes[at] === backlogClass ? [second] : []));
    return { latencySpread: latencySpreadOf(chosen), timeoutSpread: timeoutSpreadOf(chosen) };
  });

/**
 * What a recording shows, by class of its backlog.
 *
 * @param classes class of every second, as `backlogClasses` gives them
 */
export const recordedSpread = (
  { run, cells }: Recorded,
  classes: readonly number[],
  overheadMs: number,
): readonly SpreadFigures[] =>
  byClass(
    cells.map((cell) => {
      if (cell === undefined) return undefined;
      const latencies = latencyOf(cell, isOk);
      return {
        ok: latencies.count,
        timedOut: countedBy(run.config, cell.outcomes).timedOut,
        sumMs: latencies.sum - latencies.count * overheadMs,
        deviations: squaredDeviations(latencies),
      };
    }),
    classes,
  );

/** What one replay shows, by class of the recording's backlog. */
export const replayedSpread = (
  { workload, outcomes }: Pick<Replayed, 'workload' | 'outcomes'>,
  classes: readonly number[],
): readonly SpreadFigures[] => {
  const seconds = classes.map(() => ({ ok: 0, timedOut: 0, sumMs: 0, sumOfSquares: 0 }));
  for (let i = 0; i < workload.count; i++) {
    const second = seconds[Math.floor(workload.arrivalSeconds[i]!)];
    if (second === undefined) continue;
    if (outcomes.codes[i] === outcomeCodes.timedOut) second.timedOut++;
    if (outcomes.codes[i] !== outcomeCodes.ok) continue;
    const latencyMs = 1000 * (outcomes.waitSeconds[i]! + workload.serviceSeconds[i]!);
    second.ok++;
    second.sumMs += latencyMs;
    second.sumOfSquares += latencyMs ** 2;
  }
  return byClass(
    seconds.map(({ sumOfSquares, ...second }) => ({
      ...second,
      deviations: sumOfSquares - second.sumMs ** 2 / Math.max(1, second.ok),
    })),
    classes,
  );
};

/** Replicas are seen to come and go up to a second late, and a backlog of another length spreads a little otherwise. */
const tolerance: Tolerance = { share: 0.15, absolute: 0.02 };

/** How likely the recorded figures are among those of some replays; both by class of the backlog. */
export const likelihoodOfSpread = (
  recorded: readonly SpreadFigures[],
  replays: readonly (readonly SpreadFigures[])[],
): number =>
  sumOf(
    recorded.flatMap((figures, backlogClass) =>
      (['latencySpread', 'timeoutSpread'] as const).map((name) => {
        const values = replays.map((replay) => replay[backlogClass]![name]).filter((value) => value !== null);
        return logLikelihood(figures[name], values, tolerance);
      }),
    ),
  );
