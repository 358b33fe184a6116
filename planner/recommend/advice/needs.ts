import { chanceOf, failuresAllowed } from '../search/chance.ts';
import { rowOfMinima } from '../search/rows.ts';
import { leastPassing } from '../search/search.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { failuresOf } from '../trials/trial.ts';
import type { Tries } from '../trials/tries.ts';
import { tryAll } from '../trials/try-all.ts';
import type { Possibility } from './questions.ts';

/** Worlds that an unknown is asked in. */
export type Runs = {
  /** Hardest first. */
  readonly draws: readonly number[];
  /** So large a share of many worlds is simulated: what holds in the hardest is taken to hold in the others. */
  readonly lookedShare: number;
  readonly confidence: number;
};

/** The least minimum that holds for a value, and in how many of the runs a lower one fails there. */
export type Need = {
  readonly minReplicas: number | null;
  readonly failuresWith: (minReplicas: number) => number;
};

type NeedOptions = Pick<Runs, 'draws' | 'confidence'> &
  Pick<Possibility, 'calibration'> & {
    /** So many of the worlds are simulated. */
    readonly looked: number;
  };

/** What is needed where a calibration is what is known, with all else as advised. */
export function* needUnder(
  { options, means }: Lab,
  advised: Candidate,
  { calibration, draws, looked, confidence }: NeedOptions,
): Tries<Need> {
  const worlds = { draws: draws.length, screenedDraws: draws.length };
  const hardest = draws.slice(0, looked);
  const lab = openLab({ ...options, ...worlds, calibration, judgedOnly: true }, means);
  const row = rowOfMinima(advised);
  const bar = { draws: hardest, failuresMax: failuresAllowed(draws.length, confidence) };
  const found = yield* leastPassing(lab, row, { bar, from: advised.minReplicas });
  return {
    minReplicas: found?.minReplicas ?? null,
    failuresWith: (minReplicas) => {
      const [trial] = tryAll(lab, [row.candidateAt(minReplicas)], { draws: hardest });
      return failuresOf(trial!, hardest);
    },
  };
}

/** The least and the most replicas that values need; infinity where no number holds. */
export const endsOf = (
  possible: readonly Pick<Need, 'minReplicas'>[],
): readonly [least: number, most: number] => {
  const counts = possible.map(({ minReplicas }) => minReplicas ?? Number.POSITIVE_INFINITY);
  return [Math.min(...counts), Math.max(...counts)];
};

/**
 * The least minima that differ by more than luck. A value asks for more than another one only where what the other asks for
 * surely fails: settings that are near the edge of what holds fail in a few runs by chance.
 *
 * @example minimaBeyondLuck([{ minReplicas: 8, failuresWith: () => 1 }, { minReplicas: 6, failuresWith: () => 0 }], { runs: 20, confidence: 0.95 }) // [6, 6]
 */
export const minimaBeyondLuck = (
  needs: readonly Need[],
  { runs, confidence }: { readonly runs: number; readonly confidence: number },
): (number | null)[] => {
  const [least] = endsOf(needs);
  const surelyFails = ({ failuresWith }: Need): boolean =>
    chanceOf(runs - failuresWith(least), runs).high < confidence;
  if (least === Number.POSITIVE_INFINITY) return needs.map(() => null);
  return needs.map((need) => (need.minReplicas === least || surelyFails(need) ? need.minReplicas : least));
};
