import type { Candidate } from '../trials/candidates.ts';
import { type Lab, trialOf } from '../trials/lab.ts';
import { failuresOf, meets, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';

/** What a candidate must pass: all draws, the hardest first, with at most so many failures. */
export type Bar = { readonly draws: readonly number[]; readonly failuresMax: number };

/** Beyond the failures allowed, so many of the hardest draws decide where a full trial is worth it. */
const gaugeSpare = 2;

/** The draws in order of what they do to a candidate at the edge, hardest first. */
export const barFor = (lab: Lab, probe: Candidate, { draws, failuresMax }: Bar): Bar => {
  const [{ runs } = trialOf(lab, probe)] = tryAll(lab, [probe], { draws });
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
