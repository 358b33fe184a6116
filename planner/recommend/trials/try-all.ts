import { isJudged } from '../../traffic/mix.ts';
import type { Candidate } from './candidates.ts';
import { type Lab, trialOf } from './lab.ts';
import { holds, type WantedRun } from './runs.ts';
import { failuresOf, type Trial } from './trial.ts';
import { foundBy, type Tries } from './tries.ts';

/** A candidate that has held in n worlds will rarely fail in half as many more: those are simulated at once. */
const aheadShare = 0.5;

/** Large parts of a mix that a candidate is tried in at once if it is tried alone: so a second thread has work, too. */
const partsAlone = 2;

/**
 * How many worlds at a time a candidate is tried in if it is tried alone: one, if that has enough large parts. Levels
 * are small.
 */
const worldsAlone = ({ mix, standIns }: Lab): number => {
  const judged = standIns.filter((part) => isJudged(mix[part]!));
  return Math.ceil(partsAlone / new Set(judged).size);
};

/** In which worlds, and how often a candidate may fail. */
type Tried = { readonly draws: readonly number[]; readonly failuresMax?: number };

/**
 * Tries candidates in the given worlds, in that order, and drops one soon after it has failed more often than it may:
 * the longer it has held, the more worlds are simulated at once. What has failed too often already is not tried.
 *
 * @param draws indices of worlds
 * @param failuresMax Infinity: every candidate sees every world
 */
export function* tryingAll(
  lab: Lab,
  candidates: readonly Candidate[],
  { draws, failuresMax = Number.POSITIVE_INFINITY }: Tried,
): Tries<Trial[]> {
  const trials = [...new Set(candidates.map((candidate) => trialOf(lab, candidate)))];
  let seen = 0;
  while (seen < draws.length) {
    const alive = trials.filter((trial) => failuresOf(trial, draws) <= failuresMax);
    if (alive.length === 0) break;
    const atOnce = failuresMax === Number.POSITIVE_INFINITY ? draws.length : Math.floor(aheadShare * seen);
    const next = draws.slice(seen, seen + Math.max(alive.length === 1 ? worldsAlone(lab) : 1, atOnce));
    yield next.flatMap((draw) => alive.map((trial) => ({ lab, trial, draw })));
    seen += next.length;
  }
  return candidates.map((candidate) => trialOf(lab, candidate));
}

/** Tries candidates at once: see `tryingAll`. */
export const tryAll = (lab: Lab, candidates: readonly Candidate[], tried: Tried): Trial[] =>
  foundBy(lab.state, tryingAll(lab, candidates, tried));

/** In how many of some worlds a candidate misses the SLO. What fails is simulated no further, and no trial gets a run. */
export const failuresIn = (lab: Lab, candidate: Candidate, draws: readonly number[]): number => {
  const runs = draws.map(
    (draw): WantedRun => ({ lab, trial: { candidate, runs: new Map() }, draw, onlyVerdict: true }),
  );
  function* failing(): Tries<number> {
    yield runs;
    return runs.filter((run) => !holds(run)).length;
  }
  return foundBy(lab.state, failing());
};
