import { chanceOf, failuresAllowed } from '../search/chance.ts';
import { rowOfMinima } from '../search/rows.ts';
import { leastPassing } from '../search/search.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import type { Tries } from '../trials/tries.ts';
import { failuresIn } from '../trials/try-all.ts';
import type { Possibility } from './questions.ts';

/** Worlds that an unknown is asked in. */
export type Runs = {
  /** Hardest first. */
  readonly draws: readonly number[];
  /** The share of the worlds that is simulated, hardest first: what holds there is taken to hold in the others. */
  readonly lookedShare: number;
  readonly confidence: number;
};

/**
 * The least minimum of replicas that holds if an input has a certain value, and in how many of the simulated runs any
 * minimum fails then. null: none holds.
 */
export type Need = {
  readonly minReplicas: number | null;
  readonly failuresWith: (minReplicas: number) => number;
};

type NeedOptions = Pick<Runs, 'draws' | 'confidence'> &
  Pick<Possibility, 'calibration'> & {
    /** How many of the worlds are simulated, hardest first. */
    readonly looked: number;
  };

/** Finds the least minimum that holds in worlds of a calibration, with all other settings as advised. */
export function* needUnder(
  { options, state }: Lab,
  advised: Candidate,
  { calibration, draws, looked, confidence }: NeedOptions,
): Tries<Need> {
  const hardest = draws.slice(0, looked);
  const lab = openLab({ ...options, draws: draws.length, calibration, judgedOnly: true }, state);
  const row = rowOfMinima(advised);
  const bar = { draws: hardest, failuresMax: failuresAllowed(draws.length, confidence) };
  const found = yield* leastPassing(lab, row, { bar, from: advised.minReplicas });
  return {
    minReplicas: found?.minReplicas ?? null,
    failuresWith: (minReplicas) => failuresIn(lab, row.candidateAt(minReplicas), hardest),
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
 * The least minimum for each value, without differences that chance explains. A value keeps its own minimum only if the
 * least of all surely fails under it: settings near the edge of what holds fail in a few runs by chance.
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
