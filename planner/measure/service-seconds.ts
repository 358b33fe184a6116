import { isOk } from '../../runs/schema/outcome.ts';
import { isCut } from '../platforms/outcomes.ts';
import { emptySketch, mergeSketches, type Sketch } from '../stats/sketch.ts';
import { type LoadCell, latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import type { Limits } from './limits.ts';
import { meanWaitMs } from './waits.ts';

/** Which seconds of a recording count. */
export type Chooses = (cell: LoadCell, second: number, recorded: Recorded) => boolean;

/** Times by second of every run, from one sketch of each second that counts. */
export const timesOf = (
  runs: readonly Recorded[],
  sketchOf: (cell: LoadCell, recorded: Recorded) => Sketch,
  chooses: Chooses,
) => {
  const perRun = runs.map((recorded) =>
    recorded.cells.map((cell, second) =>
      cell && chooses(cell, second, recorded) ? sketchOf(cell, recorded) : emptySketch,
    ),
  );
  const all = perRun.flat().reduce(mergeSketches, emptySketch);
  return { perRun, all };
};

/** Times by second, and all of them together. */
export type Times = ReturnType<typeof timesOf>;

/** Requests that a timeout cut in some seconds, those and the successful ones together, and the share of the first. */
type Cut = { readonly cut: Sketch; readonly count: number; readonly share: number };

/** What a timeout cut in the seconds that count. */
export const cutIn = (runs: readonly Recorded[], chooses: Chooses): Cut => {
  const cutOf = (cell: LoadCell, { run }: Recorded): Sketch =>
    latencyOf(cell, (outcome) => isCut(run.config, outcome));
  const cut = timesOf(runs, cutOf, chooses).all;
  const ok = timesOf(runs, (cell) => latencyOf(cell, isOk), chooses).all;
  const count = cut.count + ok.count;
  return { cut, count, share: cut.count / Math.max(1, count) };
};

/** Waits of one second differ: some are about twice as long as their mean. */
const longWaitTimes = 2;

/**
 * Seconds whose requests waited so little that the timeout would not even have cut the longest request that was seen.
 * They are chosen by their waits, not by their service times, so that long ones are not left out.
 */
export const leavesRoom = (longestMs: number, { requestTimeout, clientTimeoutMs }: Limits): Chooses => {
  const timeoutMs = Math.min(requestTimeout.valueMs?.low ?? Number.POSITIVE_INFINITY, clientTimeoutMs);
  return (cell, _, { run }) => {
    const isWhole = Object.entries(cell.outcomes).every(
      ([outcome, n]) => n === 0 || !isCut(run.config, outcome),
    );
    const waitMs = meanWaitMs([cell]);
    return isWhole && waitMs !== null && longWaitTimes * waitMs + longestMs <= timeoutMs;
  };
};
