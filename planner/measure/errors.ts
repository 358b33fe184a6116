import { isOk } from '../../runs/schema/outcome.ts';
import type { Stretch } from '../../runs/schema/result/stretch.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import { clopperPearson } from '../stats/clopper-pearson.ts';
import type { Interval } from '../stats/interval.ts';
import { sumOf } from '../stats/sum.ts';
import { confidence } from './evidence.ts';

/**
 * Per second of arrival: requests that failed (`isOk` tells), and all that ended. A request without a known end
 * (in flight when the run was cut, or its telemetry lost) is in neither: the health of the experiment tells of it.
 */
type ErrorSeconds = { readonly errors: readonly number[]; readonly requests: readonly number[] };

/** By outcome and second, of a whole timeline or of one of its endpoints. */
type Outcomes = Pick<Timeline, 'seconds'> & { readonly load: Pick<Timeline['load'], 'outcomes'> };

/** Requests that ended, and those of them that failed, by second of arrival. */
export const errorSecondsOf = ({ load, seconds }: Outcomes): ErrorSeconds => {
  const errors = new Array<number>(seconds).fill(0);
  const requests = new Array<number>(seconds).fill(0);
  for (const [outcome, column] of Object.entries(load.outcomes)) {
    column.forEach((n, second) => {
      requests[second]! += n;
      if (!isOk(outcome)) errors[second]! += n;
    });
  }
  return { errors, requests };
};

/** Requests that failed among those that ended; `share` is null where none ended. */
type ErrorCount = {
  readonly failed: number;
  readonly requests: number;
  readonly share: number | null;
};

/**
 * How well so many requests fix the share that fails, if each failed independently of the others: see `clopperPearson`. Failures
 * come in bursts, so the true interval is no narrower. What another run would show is for the simulation to say.
 *
 * @returns null where none ended
 * @example errorShareInterval(0, 16).high // 0.2059072
 */
export const errorShareInterval = (failed: number, requests: number): Interval | null =>
  requests === 0 ? null : clopperPearson(failed, requests, confidence);

/**
 * Error share: requests that failed / all that ended.
 *
 * @param outcomes requests by outcome, of a run or a phase
 * @example countErrors({ '200': 3, '503': 1 }) // { failed: 1, requests: 4, share: 0.25 }
 */
export const countErrors = (outcomes: Readonly<Record<string, number>>): ErrorCount => {
  const requests = sumOf(Object.values(outcomes));
  const failed = sumOf(Object.entries(outcomes).map(([outcome, n]) => (isOk(outcome) ? 0 : n)));
  return { failed, requests, share: requests === 0 ? null : failed / requests };
};

/** Seconds whose share of errors is over the limit. */
export const badSecondsOf = ({ errors, requests }: ErrorSeconds, maxErrorShare: number): number[] =>
  requests.flatMap((n, second) => (n > 0 && errors[second]! / n > maxErrorShare ? [second] : []));

/**
 * Runs of neighbouring seconds.
 *
 * @example stretchesOf([3, 4, 5, 9]) // [{ fromSecond: 3, toSecond: 5 }, { fromSecond: 9, toSecond: 9 }]
 */
export const stretchesOf = (seconds: readonly number[]): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const second of seconds) {
    const last = stretches.at(-1);
    if (last && last.toSecond === second - 1) last.toSecond = second;
    else stretches.push({ fromSecond: second, toSecond: second });
  }
  return stretches;
};
