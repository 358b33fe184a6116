import { isForetold, isJudged, type MixPart } from '../../traffic/mix.ts';
import type { Candidate } from './candidates.ts';
import { knownScore } from './known-scores.ts';
import { type Lab, trialOf } from './lab.ts';
import type { WantedRun } from './runs.ts';
import { hardestOf, meetsAsPlanned, type RunScore, scoreOfMix, type Trial } from './trial.ts';
import { foundBy, type Tries } from './tries.ts';
import { tryAll } from './try-all.ts';

/** Whether a part is the margin alone: judged, and nothing that is foretold. */
const isMargin = (part: MixPart): boolean => isJudged(part) && !isForetold(part);

/** The score of a run without its margin if the load as planned misses the SLO; the planned load is its hardest part then. */
const missedScore = (lab: Lab, draw: number, candidate: Candidate): RunScore | null => {
  const { mix } = lab;
  const scoreOf = (part: number) => knownScore({ lab, draw, part, candidate });
  const planned = hardestOf(mix.flatMap((part, i) => (isForetold(part) ? scoreOf(i)! : [])));
  if (meetsAsPlanned(planned)) return null;
  return scoreOfMix(
    mix,
    mix.map((part, i) => (isMargin(part) ? planned : scoreOf(i)!)),
  );
};

/**
 * Simulates what `tryAsPlanned` will need. It is not in the books before that: nothing may depend on how far this is.
 *
 * @param draws that are not screened
 */
export function* foreseeingAsPlanned(
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
): Tries<void> {
  const parts = lab.mix.flatMap((part, i) => (isMargin(part) ? [] : [i]));
  const runs = candidates.flatMap((candidate) =>
    draws.map((draw): WantedRun => ({ lab, draw, trial: { candidate, runs: new Map() } })),
  );
  yield runs.map((run) => ({ ...run, parts }));
  yield runs.filter(({ draw, trial }) => missedScore(lab, draw, trial.candidate) === null);
}

/**
 * Tries candidates in draws that are not screened, but leaves out the margin where the load as planned misses the SLO: with the
 * margin it is missed too, whatever comes of it.
 */
export const tryAsPlanned = (
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
): Trial[] => {
  foundBy(lab.means, foreseeingAsPlanned(lab, candidates, draws));
  for (const candidate of candidates)
    for (const draw of draws) {
      const { runs } = trialOf(lab, candidate);
      const score = runs.has(draw) ? null : missedScore(lab, draw, candidate);
      if (score !== null) runs.set(draw, score);
    }
  return tryAll(lab, candidates, { draws });
};
