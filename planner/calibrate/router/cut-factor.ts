import { isCalm } from '../../measure/unqueued.ts';
import { outcomeCodes } from '../../simulate/router.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { isCut, serviceUnder } from '../service-under.ts';
import { type RouterContext, replayOnce } from './replay-reading.ts';
import type { Reading } from './router-model.ts';

/** Replays end once this many requests were cut, or this many were simulated. */
const cutsWanted = 60;
const requestsMost = 60_000;

/** Steps towards the factor. */
const steps = 3;

type Counts = { cut: number; tooLong: number; requests: number };

/** Adds the requests of one replay that were cut in chosen seconds, and those of them that took too long in a slot. */
const addReplay = (
  counts: Counts,
  { workload, outcomes }: ReturnType<typeof replayOnce>,
  options: { readonly chosen: readonly boolean[]; readonly limitMs: number },
): void => {
  counts.requests += workload.count;
  for (let i = 0; i < workload.count; i++) {
    if (outcomes.codes[i] !== outcomeCodes.timedOut) continue;
    if (!options.chosen[Math.floor(workload.arrivalSeconds[i]!)]) continue;
    counts.cut++;
    if (1000 * workload.serviceSeconds[i]! >= options.limitMs) counts.tooLong++;
  }
};

type Options = {
  readonly reading: Reading;
  readonly serviceFactor: number;
  readonly context: Pick<RouterContext, 'service' | 'isEven' | 'memory'>;
};

const countsOf = (runs: readonly Recorded[], cutFactor: number, options: Options): Counts => {
  const { reading, serviceFactor, context } = options;
  const { cut, meanMs } = context.service;
  const service = serviceUnder(context.service, { serviceFactor, cutFactor }, meanMs.mid);
  const counts: Counts = { cut: 0, tooLong: 0, requests: 0 };
  const chosen = runs.map((recorded) =>
    recorded.cells.map(
      (cell, second) => cell !== undefined && (cut?.seconds === 'all' || isCalm(second, recorded)),
    ),
  );
  for (let replay = 0; counts.cut < cutsWanted && counts.requests < requestsMost; replay++)
    for (const [run, recorded] of runs.entries())
      addReplay(counts, replayOnce({ recorded, reading, service, replay }, context), {
        chosen: chosen[run]!,
        limitMs: cut!.limitMs,
      });
  return counts;
};

/**
 * Requests wait behind several router instances while slots are free, with a queue at each replica, and in overload; longest
 * behind those that take longest. So some of those that a timeout cut had waited. The part of them that took too long in a slot:
 * as in replays of the recorded load, in the same seconds. Fewer that take too long make others wait less, so it is found in
 * some steps.
 *
 * @returns in (0, 1]; 1 where nothing was cut, or too much to tell
 */
export const cutFactorOf = (runs: readonly Recorded[], options: Options): number => {
  if (!isCut(options.context.service)) return 1;
  let factor = 1;
  for (let step = 0; step < steps; step++) {
    const { cut, tooLong } = countsOf(runs, factor, options);
    factor = (tooLong + 1) / (cut + 1);
  }
  return factor;
};
