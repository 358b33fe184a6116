import type { Unknown } from '../../../runs/schema/plan/unknown.ts';
import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { begin, type Ending } from '../trials/tries.ts';
import { endsOf, minimaBeyondLuck, type Need, needUnder, type Runs } from './needs.ts';
import type { Question } from './questions.ts';

/** What knowing an input is worth. */
export type Worth = Omit<Unknown, 'nextRun'>;

/** What worth is judged by. */
export type Judging = Runs & {
  readonly lab: Lab;
  readonly advised: Candidate;
  /** Replicas that the rule keeps under any minimum: a lower minimum saves nothing. */
  readonly floorReplicas: number;
  /** The minimum that is advised as long as nothing more is known; null where nothing holds. */
  readonly nowReplicas: number | null;
};

/** An unknown is worth a run if it moves the minimum by this share, and by a replica at least. */
const costlyShare = 0.25;
const costlyReplicas = 1;

/** Whether one minimum is so much more than another one that an unknown which moves it so far is worth a run. */
export const isMuchMore = (
  most: number,
  least: number,
  { floorReplicas }: Pick<Judging, 'floorReplicas'>,
): boolean => {
  const [dear, cheap] = [Math.max(most, floorReplicas), Math.max(least, floorReplicas)];
  return Number.isFinite(cheap) && dear - cheap >= costlyReplicas && dear > (1 + costlyShare) * cheap;
};

/** How many of some worlds are simulated. */
export const lookedOf = ({ lookedShare }: Pick<Runs, 'lookedShare'>, worlds: number): number =>
  Math.ceil(lookedShare * worlds);

/** Begins to find what each possible value of an unknown needs, in the `looked` hardest of the worlds. */
export const beginNeeds = (
  asked: Pick<Judging, 'lab' | 'advised' | keyof Runs>,
  { possible }: Question,
  looked = asked.draws.length,
): Ending<Need>[] =>
  possible.map(({ calibration }) =>
    begin(asked.lab.state, needUnder(asked.lab, asked.advised, { ...asked, calibration, looked })),
  );

/** What each value of an unknown needs, once that is found. */
export const ended = (needs: readonly Ending<Need>[]): Need[] => needs.map((end) => end());

/** What knowing an input is worth, by what each of its values needs. */
export const worthBy = (needs: readonly Need[], judging: Judging, { input, possible }: Question): Worth => {
  const { draws, confidence } = judging;
  const minima = minimaBeyondLuck(needs, { runs: draws.length, confidence });
  const tried = possible.map(({ value }, i) => ({ value, minReplicas: minima[i]! }));
  const [least, most] = endsOf(tried);
  return { input, possible: tried, isCostly: isMuchMore(most, least, judging) };
};

/** What knowing an input is worth, found at once. */
export const worthIn = (judging: Judging, question: Question, looked?: number): Worth =>
  worthBy(ended(beginNeeds(judging, question, looked)), judging, question);

/** Whether some settings hold for one of its values. */
export const letsHold = ({ possible }: Worth): boolean =>
  possible.some(({ minReplicas }) => minReplicas !== null);

/** An input that is not known well, and what knowing it is worth. */
export type Asked = { readonly question: Question; readonly worth: Worth };
