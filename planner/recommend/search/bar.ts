import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab, trialOf } from '../trials/lab.ts';
import { failuresOf, meets, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';

/** What a candidate must pass: these draws, hardest first, with at most `failuresMax` failures. */
export type Bar = { readonly draws: readonly number[]; readonly failuresMax: number };

/** How many more draws a quick bar has than the fewest that fail a candidate. */
const drawsToSpare = 2;

/**
 * How long after the rise of the load a draw has shown whether it is a hard one: this many mean start-up lags, and at
 * least this many seconds.
 */
const lookedAt = { lags: 3, secondsLeast: 60 } as const;

/**
 * A lab to put draws in order with: it simulates the hardest parts alone, and ends soon after the rise. The order only
 * decides how soon a candidate that fails is found out.
 */
const labToOrder = ({ options, state }: Lab): Lab => {
  const lagSeconds = options.calibration.startupLag.meanMs.mid / 1000;
  const secondsAfterRise = Math.max(lookedAt.secondsLeast, Math.ceil(lookedAt.lags * lagSeconds));
  return openLab({ ...options, judgedOnly: true, secondsAfterRise }, state);
};

/** A bar with its draws in the order of how hard they are for a candidate at the edge, hardest first. */
export const barFor = (lab: Lab, probe: Candidate, { draws, failuresMax }: Bar): Bar => {
  const ordering = labToOrder(lab);
  const [trial = trialOf(ordering, probe)] = tryAll(ordering, [probe], { draws });
  return asHardFor(trial, { draws, failuresMax });
};

/** The hardest draws of a bar: most candidates that fail the bar fail there. */
export const quickBarOf = ({ draws, failuresMax }: Bar): Bar => ({
  draws: draws.slice(0, failuresMax + 1 + drawsToSpare),
  failuresMax,
});

/** The draw in which rows are searched first: a candidate that fails in it and in all harder ones has failed once too often. */
export const firstDrawOf = ({ draws, failuresMax }: Bar): number =>
  draws[Math.max(0, Math.min(failuresMax, draws.length - 1))]!;

/**
 * Draws in the order of the strain that a trial has in them, most first. Those that it was not tried in count as without
 * strain; equals stay in their order.
 */
export const mostStrainFirst = ({ runs }: Trial, draws: readonly number[]): number[] => {
  const strain = (draw: number): number => runs.get(draw)?.hardest.strain ?? 0;
  return draws.toSorted((a, b) => strain(b) - strain(a));
};

/** The bar with its draws in the order of how hard they are for a trial that was seen in all of them, hardest first. */
export const asHardFor = ({ runs }: Trial, { draws, failuresMax }: Bar): Bar => {
  const strain = (draw: number): number => runs.get(draw)!.hardest.strain;
  return { draws: draws.toSorted((a, b) => strain(b) - strain(a) || a - b), failuresMax };
};

/** Whether a trial was seen in every draw of the bar and failed no more often than it allows. */
export const passes = (trial: Trial, { draws, failuresMax }: Bar): boolean =>
  failuresOf(trial, draws) <= failuresMax && draws.every((draw) => trial.runs.has(draw));

/**
 * The draw of a bar, among those that a trial has seen, that decides whether it passes: the one with most strain after
 * those that may fail. undefined: it has seen none.
 */
export const decidingDraw = (trial: Trial, { draws, failuresMax }: Bar): number | undefined => {
  const seen = mostStrainFirst(
    trial,
    draws.filter((draw) => trial.runs.has(draw)),
  );
  return seen[failuresMax < seen.length ? Math.max(0, failuresMax) : 0];
};

/** Strain of a trial in the draw that decides: up to 1 it passes. 0: it has seen no draw of the bar. */
export const strainIn = (trial: Trial, bar: Bar): number => {
  const draw = decidingDraw(trial, bar);
  return draw === undefined ? 0 : trial.runs.get(draw)!.hardest.strain;
};

/** The draws of a bar that a trial has failed: another one must hold in most of them, so they are looked at first. */
export const failedOf = ({ runs }: Trial, { draws, failuresMax }: Bar): Bar => ({
  draws: draws.filter((draw) => runs.has(draw) && !meets(runs.get(draw)!)),
  failuresMax,
});
