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
  const [{ runs } = trialOf(ordering, probe)] = tryAll(ordering, [probe], { draws });
  const strain = (draw: number): number => runs.get(draw)!.hardest.strain;
  return {
    draws: draws.toSorted((a, b) => strain(b) - strain(a) || a - b),
    failuresMax,
  };
};

/** The part of a bar that most candidates fail at, if they fail. */
export const gaugeOf = ({ draws, failuresMax }: Bar): Bar => ({
  draws: draws.slice(0, failuresMax + 1 + gaugeSpare),
  failuresMax,
});

/** Whether a trial was seen in every draw of the bar and failed no more often than it allows. */
export const passes = (trial: Trial, { draws, failuresMax }: Bar): boolean =>
  failuresOf(trial, draws) <= failuresMax && draws.every((draw) => trial.runs.has(draw));

/** The draws of a bar that a trial has failed: another one must hold in most of them, so they are looked at first. */
export const failedOf = ({ runs }: Trial, { draws, failuresMax }: Bar): Bar => ({
  draws: draws.filter((draw) => runs.has(draw) && !meets(runs.get(draw)!)),
  failuresMax,
});
