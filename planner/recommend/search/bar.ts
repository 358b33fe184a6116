import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab, trialOf } from '../trials/lab.ts';
import { failuresOf, meets, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';

/** What a candidate must pass: all draws, the hardest first, with at most so many failures. */
export type Bar = { readonly draws: readonly number[]; readonly failuresMax: number };

/** Beyond the failures allowed, so many of the hardest draws decide where a full trial is worth it. */
const gaugeSpare = 2;

/** So many start-ups after the rise, and so many seconds at least, a draw has shown whether it is a hard one. */
const lookedAt = { lags: 3, secondsLeast: 60 } as const;

/**
 * Where draws are put in order: the hardest parts alone, soon after the rise. The order decides on nothing but how soon a
 * candidate that fails is found out.
 */
const labToOrder = ({ options, means, worlds }: Lab): Lab => {
  const lagSeconds = options.calibration.startupLag.meanMs.mid / 1000;
  const secondsAfterRise = Math.max(lookedAt.secondsLeast, Math.ceil(lookedAt.lags * lagSeconds));
  return openLab({ ...options, judgedOnly: true, screenedDraws: worlds.length, secondsAfterRise }, means);
};

/** The draws in order of what they do to a candidate at the edge, hardest first. */
export const barFor = (lab: Lab, probe: Candidate, { draws, failuresMax }: Bar): Bar => {
  const ordering = labToOrder(lab);
  const [trial = trialOf(ordering, probe)] = tryAll(ordering, [probe], { draws });
  return asHardFor(trial, { draws, failuresMax });
};

/** The part of a bar that most candidates fail at, if they fail. */
export const gaugeOf = ({ draws, failuresMax }: Bar): Bar => ({
  draws: draws.slice(0, failuresMax + 1 + gaugeSpare),
  failuresMax,
});

/** The draw that leads the way: who passes a bar fails no more of the harder ones than it may. */
export const scoutOf = ({ draws, failuresMax }: Bar): number =>
  draws[Math.max(0, Math.min(failuresMax, draws.length - 1))]!;

/** The bar with its draws in order of what they do to a trial that was seen in all of them, hardest first. */
export const asHardFor = ({ runs }: Trial, { draws, failuresMax }: Bar): Bar => {
  const strain = (draw: number): number => runs.get(draw)!.hardest.strain;
  return { draws: draws.toSorted((a, b) => strain(b) - strain(a) || a - b), failuresMax };
};

/** Whether a trial was seen in every draw of the bar and failed no more often than it allows. */
export const passes = (trial: Trial, { draws, failuresMax }: Bar): boolean =>
  failuresOf(trial, draws) <= failuresMax && draws.every((draw) => trial.runs.has(draw));

/**
 * The draw of a bar, among those that a trial has seen, that decides whether it passes: the hardest one, or the hardest of the
 * others where some may fail. undefined: it has seen none.
 */
export const decidingDraw = ({ runs }: Trial, { draws, failuresMax }: Bar): number | undefined => {
  const strain = (draw: number): number => runs.get(draw)!.hardest.strain;
  const seen = draws.filter((draw) => runs.has(draw)).toSorted((a, b) => strain(b) - strain(a));
  return seen[failuresMax < seen.length ? Math.max(0, failuresMax) : 0];
};

/** How near a trial is to what a bar allows, by the draws that it has seen: it passes up to 1. */
export const strainIn = (trial: Trial, bar: Bar): number => {
  const draw = decidingDraw(trial, bar);
  return draw === undefined ? 0 : trial.runs.get(draw)!.hardest.strain;
};

/** The draws of a bar that a trial has failed: another one must hold in most of them, so they are looked at first. */
export const failedOf = ({ runs }: Trial, { draws, failuresMax }: Bar): Bar => ({
  draws: draws.filter((draw) => runs.has(draw) && !meets(runs.get(draw)!)),
  failuresMax,
});
