import { rowOfMinima } from '../search/rows.ts';
import { type Candidate, targetsFor } from '../trials/candidates.ts';
import { levelCostOf, levelShareOf } from '../trials/costs.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf } from '../trials/trial.ts';
import type { Ending } from '../trials/tries.ts';
import { tryAll } from '../trials/try-all.ts';
import { isCensored } from './cut-share.ts';
import { endsOf, type Need, type Runs } from './needs.ts';
import { type Question, questionsOf, serviceTimes } from './questions.ts';
import { firstSaving } from './saving.ts';
import { firstOfSeveral } from './together.ts';
import {
  type Asked,
  beginNeeds,
  ended,
  isMuchMore,
  type Judging,
  letsHold,
  lookedOf,
  type Worth,
  worthBy,
  worthIn,
} from './worth.ts';

/**
 * A first look takes this many worlds, the hardest. The minima of all worlds are those, or more by up to one replica or
 * a tenth. Of a large service it takes fewer.
 */
const glance = { worlds: 8, countsLess: 1, shareLess: 0.1 } as const;

/** Whether an unknown that a glance sees may turn out to be costly when all worlds are looked at. */
const mayBeCostly = (needs: readonly Need[], judging: Judging): boolean => {
  const [least, most] = endsOf(needs);
  const mostOfAll = Math.max(most + glance.countsLess, (1 + glance.shareLess) * most);
  const now = judging.nowReplicas ?? Number.POSITIVE_INFINITY;
  return isMuchMore(mostOfAll, least, judging) || isMuchMore(now, most, judging);
};

/** An unknown that is looked at: what each of its values needs. */
type Looked = { readonly question: Question; readonly needs: readonly Ending<Need>[] };

/** Runs, and glances that were begun in them. */
export type GlancedRuns = Runs & { readonly glances: readonly Looked[] };

/** Begins to look at all unknowns in few worlds. */
export const beginGlances = (lab: Lab, advised: Candidate, runs: Runs): GlancedRuns => {
  const { calibration, slo } = lab.options;
  const glances = questionsOf(calibration, slo).map((question) => ({
    question,
    needs: beginNeeds({ ...runs, lab, advised }, question, lookedOf(runs, glance.worlds)),
  }));
  return { ...runs, glances };
};

/** What knowing each input is worth. Most inputs are worth nothing, which a glance tells. */
const worthsAfter = (judging: Judging, glances: readonly Looked[]): Asked[] =>
  glances
    .map(({ question, needs }): Looked => {
      const isOpen = mayBeCostly(ended(needs), judging);
      return { question, needs: isOpen ? beginNeeds(judging, question) : needs };
    })
    .map(({ question, needs }) => ({ question, worth: worthBy(ended(needs), judging, question) }));

/** Worlds that tell a mean of replicas. */
const floorDraws = 4;

/**
 * Mean replicas that the rule keeps by itself, with a minimum of 1 and the highest target: at the levels of the mix, if
 * it has some, as that is where a minimum costs.
 */
const floorOf = (lab: Lab, advised: Candidate): number => {
  const { calibration, current } = lab.options;
  const serviceSeconds = calibration.service.meanMs.mid / 1000;
  const target = Math.max(
    ...targetsFor(current, { slots: calibration.slotsPerReplica.value, serviceSeconds }),
  );
  const draws = lab.worlds.slice(0, floorDraws).map((_, draw) => draw);
  const least = rowOfMinima({ ...advised, target }).candidateAt(1);
  const levelShare = levelShareOf(lab);
  if (levelShare > 0) return levelCostOf(lab, least, draws) / levelShare;
  const [trial] = tryAll(lab, [least], { draws });
  return costOf(trial!, draws);
};

const spreadOf = ({ possible }: Worth, { nowReplicas }: Judging): number => {
  const [least, most] = endsOf(possible);
  if (least === Number.POSITIVE_INFINITY) return 1;
  return Math.max(most, nowReplicas ?? Number.POSITIVE_INFINITY) / least;
};

/**
 * The order in which unknowns are asked: those that move the minimum most come first. Service times that a timeout hides come before
 * all, if knowing them is worth a run: what the others are worth rests on a guess at them.
 */
const askedFirst = (judging: Judging): ((a: Worth, b: Worth) => number) => {
  const isHidden = isCensored(judging.lab.options.calibration);
  const comesFirst = ({ input, isCostly }: Worth): number =>
    Number(isHidden && isCostly && input === 'serviceTime');
  return (a, b) => comesFirst(b) - comesFirst(a) || spreadOf(b, judging) - spreadOf(a, judging) || 0;
};

const worthsOf = (judging: Judging, glances: readonly Looked[]): Worth[] => {
  const byWorth = askedFirst(judging);
  const asked = worthsAfter(judging, glances).toSorted((a, b) => byWorth(a.worth, b.worth));
  const worths = asked.map(({ worth }) => worth);
  if (worths.some(({ isCostly }) => isCostly)) return worths;
  const saving = firstSaving(judging, asked);
  return worths.map((worth) => (worth.input === saving?.input ? saving : worth));
};

/**
 * What each unknown of the advice is worth: the least minimum of replicas that holds if it were known, for each value
 * that it is likely to have; the unknown that moves it most first. The least minimum is what costs, as it stands all
 * the time. Source: value of information, Howard, "Information value theory", IEEE Transactions on Systems Science and
 * Cybernetics 2(1), 1966.
 *
 * @param runs.draws worlds in which each value is tried: how hard one is depends on all else that it drew
 */
export const unknownsOf = (lab: Lab, advised: Candidate, { glances, ...runs }: GlancedRuns): Worth[] => {
  const floorReplicas = floorOf(lab, advised);
  const judging = { ...runs, lab, advised, floorReplicas, nowReplicas: advised.minReplicas };
  return worthsOf(judging, glances);
};

/**
 * Which inputs may be why no settings that were tried meet the SLO. If a timeout hides service times, it is those; else
 * the inputs of which a likely value lets some settings hold, by itself or together with likely values of others. None: no
 * number of replicas helps, and no further run would.
 */
export const unknownsBehindFailure = (
  lab: Lab,
  nearest: Candidate,
  { glances, ...runs }: GlancedRuns,
): Worth[] => {
  const { calibration } = lab.options;
  const floorReplicas = floorOf(lab, nearest);
  const judging = { ...runs, lab, advised: nearest, floorReplicas, nowReplicas: null };
  if (isCensored(calibration)) {
    const question: Question = { input: 'serviceTime', possible: serviceTimes(calibration) };
    return [{ ...worthIn(judging, question), isCostly: true }];
  }
  const worths = worthsOf(judging, glances);
  const first = worths.some(letsHold) ? undefined : firstOfSeveral(judging);
  return first === undefined ? worths : [first, ...worths.filter(({ input }) => input !== first.input)];
};
