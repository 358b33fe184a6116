import { isMargin, isPredicted, type MixPart } from '../../traffic/mix.ts';
import type { Candidate } from './candidates.ts';
import { knownScore } from './known-scores.ts';
import { type Lab, trialOf } from './lab.ts';
import type { WantedRun } from './runs.ts';
import {
  hardestPart,
  meetsAsPlanned,
  type PartScore,
  type RunScore,
  scoreOfMix,
  type Trial,
} from './trial.ts';
import { foundBy, type Tries } from './tries.ts';

/** The scores of all parts of the mix that have been simulated themselves, in its order. */
const partsOf = (lab: Lab, draw: number, candidate: Candidate): readonly (PartScore | undefined)[] =>
  lab.mix.map((_, part) => knownScore({ lab, draw, part, candidate }));

/** The score of a run without its margin if the load as planned misses the SLO, which is its hardest part then; else null. */
const missedScore = (lab: Lab, draw: number, candidate: Candidate): RunScore | null => {
  const { mix } = lab;
  const parts = partsOf(lab, draw, candidate);
  const planned = hardestPart(mix.flatMap((part, i) => (isPredicted(part) ? parts[i]! : [])));
  if (meetsAsPlanned(planned)) return null;
  return scoreOfMix(
    mix,
    mix.map((part, i) => (isMargin(part) ? planned : parts[i]!)),
  );
};

const wholeScore = (lab: Lab, draw: number, candidate: Candidate): RunScore =>
  scoreOfMix(
    lab.mix,
    partsOf(lab, draw, candidate).map((score) => score!),
  );

/** Runs in the parts of the mix that are picked. No other part stands in for any of them. */
const runsIn = (
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
  isPlayed: (part: MixPart) => boolean,
): WantedRun[] => {
  const parts = lab.mix.flatMap((part, i) => (isPlayed(part) ? [i] : []));
  return candidates.flatMap((candidate) =>
    draws.map((draw) => ({ lab, draw, trial: { candidate, runs: new Map() }, parts })),
  );
};

/** Adds runs to the trials, in place of those that were only screened. */
const keepRuns = (
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
  scoreIn: (draw: number, candidate: Candidate) => RunScore,
): Trial[] =>
  candidates.map((candidate) => {
    const trial = trialOf(lab, candidate);
    for (const draw of draws) trial.runs.set(draw, scoreIn(draw, candidate));
    return trial;
  });

/** Tries candidates in every part of the mix, so that nothing stands in for the load as planned. */
export const tryWhole = (lab: Lab, candidates: readonly Candidate[], draws: readonly number[]): Trial[] => {
  function* whole(): Tries<void> {
    yield runsIn(lab, candidates, draws, () => true);
  }
  foundBy(lab.state, whole());
  return keepRuns(lab, candidates, draws, (draw, candidate) => wholeScore(lab, draw, candidate));
};

/**
 * Simulates what `tryAsPlanned` will need. No trial has it before that: nothing may depend on how far this is.
 */
export function* foreseeingAsPlanned(
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
): Tries<void> {
  yield runsIn(lab, candidates, draws, (part) => !isMargin(part));
  yield runsIn(lab, candidates, draws, isMargin).filter(
    ({ draw, trial }) => missedScore(lab, draw, trial.candidate) === null,
  );
}

/**
 * Tries candidates in every part of the mix, but leaves out the margin where the load as planned misses the SLO: with the
 * margin it is missed too, whatever comes of it.
 */
export const tryAsPlanned = (
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
): Trial[] => {
  foundBy(lab.state, foreseeingAsPlanned(lab, candidates, draws));
  return keepRuns(
    lab,
    candidates,
    draws,
    (draw, candidate) => missedScore(lab, draw, candidate) ?? wholeScore(lab, draw, candidate),
  );
};
