import { rowOfMinima } from '../search/rows.ts';
import { hardestOf, openLab, trialOf } from '../trials/lab.ts';
import { failuresOf } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { endsOf, failuresByChance } from './needs.ts';
import { type Asked, isMuchMore, type Judging, lookedOf, type Worth, worthIn } from './worth.ts';

/**
 * Whether a minimum surely fails as long as nothing more is known: in all worlds of the plan, also those kept from its
 * search. Where runs are long, it is taken to hold in those that are easiest for the advice.
 */
const surelyFailsNow = ({ lab, advised, confidence }: Judging, minReplicas: number): boolean => {
  const runs = lab.worlds.length;
  const { runs: advisedRuns } = trialOf(lab, advised);
  const strain = (draw: number): number => advisedRuns.get(draw)?.hardest.strain ?? 0;
  const hardestFirst = lab.worlds.map((_, draw) => draw).toSorted((a, b) => strain(b) - strain(a));
  const tried = { draws: hardestOf(lab, hardestFirst), failuresMax: failuresByChance(runs, confidence) };
  const judged = openLab({ ...lab.options, judgedOnly: true }, lab.means);
  const [trial] = tryAll(judged, [rowOfMinima(advised).candidateAt(minReplicas)], tried);
  return failuresOf(trial!, tried.draws) > tried.failuresMax;
};

/** Tells of one minimum after another whether it surely fails now. Where one may hold, so may those above it, which are not tried. */
const sureFailures = (judging: Judging): ((minReplicas: number) => boolean) => {
  let mayHold = Number.POSITIVE_INFINITY;
  return (minReplicas) => {
    if (minReplicas >= mayHold) return false;
    const fails = surelyFailsNow(judging, minReplicas);
    if (!fails) mayHold = minReplicas;
    return fails;
  };
};

/** Worlds for each value where a lower minimum must surely hold: few worlds may let it pass by chance. */
const manyDraws = 58;

/**
 * The first input that saves enough if it is known, whatever it turns out to be, with its worth as found in more worlds; undefined
 * if none does. One saves so where the advice is made for values that are possible but not likely. Then the most that a likely
 * value needs is much less than what is advised, and surely fails as long as nothing more is known. Where it may hold, chance in the
 * draws made the advice dear, and not the unknown. More worlds only raise the most, so they are looked at last.
 */
export const firstSaving = (judging: Judging, asked: readonly Asked[]): Worth | undefined => {
  const { draws: few } = judging;
  const now = judging.nowReplicas ?? Number.POSITIVE_INFINITY;
  const surelyFails = sureFailures(judging);
  const saves = ({ possible }: Worth): boolean => {
    const [, most] = endsOf(possible);
    return isMuchMore(now, most, judging) && surelyFails(most);
  };
  const draws = [...few, ...Array.from({ length: manyDraws - few.length }, (_, i) => few.length + i)];
  for (const { question, worth } of asked) {
    if (!saves(worth)) continue;
    const closer = worthIn({ ...judging, draws }, question, lookedOf(judging, draws.length));
    if (closer.isCostly || saves(closer)) return { ...closer, isCostly: true };
  }
  return undefined;
};
