import { mostStrainFirst } from '../search/bar.ts';
import { failuresAllowed } from '../search/chance.ts';
import { splitDraws } from '../search/plan.ts';
import { rowOfMinima } from '../search/rows.ts';
import { hardestDraws, openLab, trialOf } from '../trials/lab.ts';
import { failuresOf } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { endsOf } from './needs.ts';
import { type Asked, isMuchMore, type Judging, lookedOf, type Worth, worthIn } from './worth.ts';

/** Whether a minimum fails more often in some draws of the plan than it may. Where runs are long, only the hardest are tried. */
const failsIn = (
  { lab, advised, confidence }: Judging,
  minReplicas: number,
  draws: readonly number[],
): boolean => {
  const hardest = hardestDraws(lab, mostStrainFirst(trialOf(lab, advised), draws));
  const failuresMax = Math.max(0, failuresAllowed(draws.length, confidence));
  const judged = openLab({ ...lab.options, judgedOnly: true }, lab.state);
  const [trial] = tryAll(judged, [rowOfMinima(advised).candidateAt(minReplicas)], {
    draws: hardest,
    failuresMax,
  });
  return failuresOf(trial!, hardest) > failuresMax;
};

/**
 * Tells of one minimum after another whether it fails as long as nothing more is known: in the draws of the search and also in
 * those that were kept from it. Failing in one half alone may be chance. Where one holds, so do those above it, untried.
 */
const failingNow = (judging: Judging): ((minReplicas: number) => boolean) => {
  const { searched, kept } = splitDraws(judging.lab);
  let holding = Number.POSITIVE_INFINITY;
  return (minReplicas) => {
    if (minReplicas >= holding) return false;
    const fails = [kept, searched].every((draws) => failsIn(judging, minReplicas, draws));
    if (!fails) holding = minReplicas;
    return fails;
  };
};

/** Worlds for each value where a lower minimum must hold: few worlds may let it pass by chance. */
const manyDraws = 58;

/**
 * The first input that saves enough if it is known, whatever it turns out to be, with its worth as found in more worlds; undefined
 * if none does. One saves so where the advice is made for values that are possible but not likely. Then the most that a likely
 * value needs is much less than what is advised, and fails as long as nothing more is known. Where it holds, chance in the draws
 * made the advice dear, and not the unknown. More worlds only raise the most, so they are looked at last.
 */
export const firstSaving = (judging: Judging, asked: readonly Asked[]): Worth | undefined => {
  const { draws: few } = judging;
  const now = judging.nowReplicas ?? Number.POSITIVE_INFINITY;
  const failsNow = failingNow(judging);
  const saves = ({ possible }: Worth): boolean => {
    const [, most] = endsOf(possible);
    return isMuchMore(now, most, judging) && failsNow(most);
  };
  const draws = [...few, ...Array.from({ length: manyDraws - few.length }, (_, i) => few.length + i)];
  for (const { question, worth } of asked) {
    if (!saves(worth)) continue;
    const closer = worthIn({ ...judging, draws }, question, lookedOf(judging, draws.length));
    if (closer.isCostly || saves(closer)) return { ...closer, isCostly: true };
  }
  return undefined;
};
