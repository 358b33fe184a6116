import type { Unknown } from '../../../runs/schema/unknown.ts';
import { chanceOf, failuresAllowed } from '../search/chance.ts';
import { rowOfMinima } from '../search/rows.ts';
import { leastPassing } from '../search/search.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { failuresOf } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { isCensored } from './cut-share.ts';
import { type Possibility, type Question, questionsOf, serviceTimes } from './questions.ts';

type Runs = { readonly draws: readonly number[]; readonly confidence: number };

/** The least minimum that holds for a value, and in how many of the runs a lower one fails there. */
type Need = {
  readonly minReplicas: number | null;
  readonly failuresWith: (minReplicas: number) => number;
};

/** What is needed where a calibration is what is known, with all else as advised. */
const needUnder = (
  { options, means }: Lab,
  advised: Candidate,
  { calibration, draws, confidence }: Runs & Pick<Possibility, 'calibration'>,
): Need => {
  const worlds = { draws: draws.length, screenedDraws: draws.length };
  const lab = openLab({ ...options, ...worlds, calibration, judgedOnly: true }, means);
  const row = rowOfMinima(advised);
  const bar = { draws, failuresMax: failuresAllowed(draws.length, confidence) };
  const found = leastPassing(lab, row, { bar, from: advised.minReplicas });
  return {
    minReplicas: found?.minReplicas ?? null,
    failuresWith: (minReplicas) => {
      const [trial] = tryAll(lab, [row.candidateAt(minReplicas)], { draws });
      return failuresOf(trial!, draws);
    },
  };
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

/** What knowing an input is worth. */
type Worth = Omit<Unknown, 'nextRun'>;

/** What worth is judged by. */
type Judging = Runs & {
  /** What stands all the time as long as nothing more is known; null where nothing holds. */
  readonly nowReplicas: number | null;
};

/** From so much of the cost on, and so many replicas, an unknown is worth a run. */
const costlyShare = 0.25;
const costlyReplicas = 2;

const isMuchMore = (most: number, least: number): boolean =>
  Number.isFinite(least) && most - least >= costlyReplicas && most > (1 + costlyShare) * least;

const endsOf = (possible: readonly Pick<Need, 'minReplicas'>[]): readonly [least: number, most: number] => {
  const counts = possible.map(({ minReplicas }) => minReplicas ?? Number.POSITIVE_INFINITY);
  return [Math.min(...counts), Math.max(...counts)];
};

const worthOf = (lab: Lab, advised: Candidate, { input, possible }: Question, runs: Runs): Worth => {
  const { draws, confidence } = runs;
  const needs = possible.map(({ calibration }) =>
    needUnder(lab, advised, { draws, confidence, calibration }),
  );
  const minima = minimaBeyondLuck(needs, { runs: draws.length, confidence });
  const tried = possible.map(({ value }, i) => ({ value, minReplicas: minima[i]! }));
  const [least, most] = endsOf(tried);
  return { input, possible: tried, isCostly: isMuchMore(most, least) };
};

/** In how many of all worlds of a lab a minimum fails. */
const failuresIn = (lab: Lab, advised: Candidate, minReplicas: number): number => {
  const draws = lab.worlds.map((_, draw) => draw);
  const [trial] = tryAll(lab, [rowOfMinima(advised).candidateAt(minReplicas)], { draws });
  return failuresOf(trial!, draws);
};

/** Worlds in which a minimum must hold for every likely value: as many as tell 95 %. */
const knownDraws = 58;

/**
 * Whether knowing an input saves enough whatever it turns out to be: what is advised meanwhile may be for values that are
 * possible and not likely. Then the most that a likely value needs surely fails now, and holds once any of them is known.
 */
const savesAnyway = (
  lab: Lab,
  advised: Candidate,
  {
    question,
    worth,
    judging,
  }: { readonly question: Question; readonly worth: Worth; readonly judging: Judging },
): boolean => {
  const { nowReplicas, confidence } = judging;
  const [, most] = endsOf(worth.possible);
  if (!isMuchMore(nowReplicas ?? Number.POSITIVE_INFINITY, most)) return false;
  const { length } = lab.worlds;
  if (chanceOf(length - failuresIn(lab, advised, most), length).high >= confidence) return false;
  const worlds = { draws: knownDraws, screenedDraws: knownDraws };
  return question.possible.every(({ calibration }) => {
    const known = openLab({ ...lab.options, ...worlds, calibration, judgedOnly: true }, lab.means);
    return failuresIn(known, advised, most) <= failuresAllowed(knownDraws, confidence);
  });
};

const spreadOf = ({ possible }: Worth, { nowReplicas }: Judging): number => {
  const [least, most] = endsOf(possible);
  if (least === Number.POSITIVE_INFINITY) return 1;
  return Math.max(most, nowReplicas ?? Number.POSITIVE_INFINITY) / least;
};

const worthsOf = (lab: Lab, advised: Candidate, judging: Judging): Worth[] => {
  const asked = questionsOf(lab.options.calibration, lab.options.slo)
    .map((question) => ({ question, worth: worthOf(lab, advised, question, judging) }))
    .toSorted((a, b) => spreadOf(b.worth, judging) - spreadOf(a.worth, judging) || 0);
  const worths = asked.map(({ worth }) => worth);
  if (worths.some(({ isCostly }) => isCostly)) return worths;
  const saving = asked.find((one) => savesAnyway(lab, advised, { ...one, judging }))?.worth;
  return worths.map((worth) => (worth === saving ? { ...worth, isCostly: true } : worth));
};

/**
 * What each unknown of the advice is worth: the least minimum of replicas that holds if it were known, for each value that
 * it is likely to have; the unknown that moves it most first. The least minimum is what costs, as it stands all the time.
 * Source: value of information, Howard, "Information value theory", IEEE Transactions on Systems Science and
 * Cybernetics 2(1), 1966.
 *
 * @param runs.draws worlds for each value, hardest first: a draw is hard by what else it drew, too
 */
export const unknownsOf = (lab: Lab, advised: Candidate, runs: Runs): Worth[] =>
  worthsOf(lab, advised, { ...runs, nowReplicas: advised.minReplicas });

/**
 * What keeps settings from being found where none that was tried meets the SLO: service times that a timeout hides, else
 * whatever likely value lets some hold. Where none does, replicas can't help, and no run would.
 */
export const unknownsBehindFailure = (lab: Lab, nearest: Candidate, runs: Runs): Worth[] => {
  const { calibration } = lab.options;
  const judging = { ...runs, nowReplicas: null };
  if (!isCensored(calibration)) return worthsOf(lab, nearest, judging);
  const question: Question = { input: 'serviceTime', possible: serviceTimes(calibration) };
  return [{ ...worthOf(lab, nearest, question, judging), isCostly: true }];
};
