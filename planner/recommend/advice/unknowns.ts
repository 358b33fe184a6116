import type { Unknown } from '../../../runs/schema/unknown.ts';
import { chanceOf } from '../search/chance.ts';
import { rowOfMinima } from '../search/rows.ts';
import { type Candidate, targetsFor } from '../trials/candidates.ts';
import { levelCostOf, levelShareOf } from '../trials/costs.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf, failuresOf } from '../trials/trial.ts';
import { begin, type Ending } from '../trials/tries.ts';
import { tryAll } from '../trials/try-all.ts';
import { isCensored } from './cut-share.ts';
import { endsOf, minimaBeyondLuck, type Need, needUnder, type Runs } from './needs.ts';
import { type Question, questionsOf, serviceTimes } from './questions.ts';

/** What knowing an input is worth. */
type Worth = Omit<Unknown, 'nextRun'>;

/** What worth is judged by. */
type Judging = Runs & {
  readonly lab: Lab;
  readonly advised: Candidate;
  /** Replicas that the rule keeps under any minimum: a lower minimum saves nothing. */
  readonly floorReplicas: number;
  /** The minimum that is advised as long as nothing more is known; null where nothing holds. */
  readonly nowReplicas: number | null;
};

/** An unknown is worth a run if it moves the minimum by this share and by this many replicas. */
const costlyShare = 0.25;
const costlyReplicas = 2;

const isMuchMore = (
  most: number,
  least: number,
  { floorReplicas }: Pick<Judging, 'floorReplicas'>,
): boolean => {
  const [dear, cheap] = [Math.max(most, floorReplicas), Math.max(least, floorReplicas)];
  return Number.isFinite(cheap) && dear - cheap >= costlyReplicas && dear > (1 + costlyShare) * cheap;
};

/** How many of some worlds are simulated. */
const lookedOf = ({ lookedShare }: Pick<Runs, 'lookedShare'>, worlds: number): number =>
  Math.ceil(lookedShare * worlds);

/** Begins to find what each possible value of an unknown needs, in the `looked` hardest of the worlds. */
const beginNeeds = (
  asked: Pick<Judging, 'lab' | 'advised' | keyof Runs>,
  { possible }: Question,
  looked = asked.draws.length,
): Ending<Need>[] =>
  possible.map(({ calibration }) =>
    begin(asked.lab.means, needUnder(asked.lab, asked.advised, { ...asked, calibration, looked })),
  );

const ended = (needs: readonly Ending<Need>[]): Need[] => needs.map((end) => end());

/** What knowing an input is worth, by what each of its values needs. */
const worthBy = (needs: readonly Need[], judging: Judging, { input, possible }: Question): Worth => {
  const { draws, confidence } = judging;
  const minima = minimaBeyondLuck(needs, { runs: draws.length, confidence });
  const tried = possible.map(({ value }, i) => ({ value, minReplicas: minima[i]! }));
  const [least, most] = endsOf(tried);
  return { input, possible: tried, isCostly: isMuchMore(most, least, judging) };
};

const worthIn = (judging: Judging, question: Question, looked?: number): Worth =>
  worthBy(ended(beginNeeds(judging, question, looked)), judging, question);

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

type Asked = { readonly question: Question; readonly worth: Worth };

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

/** Whether a minimum surely fails as long as nothing more is known: in all worlds of the plan, also those kept from its search. */
const failsNow = ({ lab, advised, confidence }: Judging, minReplicas: number): boolean => {
  const draws = lab.worlds.map((_, draw) => draw);
  const [trial] = tryAll(lab, [rowOfMinima(advised).candidateAt(minReplicas)], { draws });
  return chanceOf(draws.length - failuresOf(trial!, draws), draws.length).high < confidence;
};

/** Worlds for each value where a lower minimum must surely hold: few worlds may let it pass by chance. */
const manyDraws = 58;

/**
 * The worth of an input, found in more worlds, if knowing it saves enough whatever it turns out to be; else undefined.
 * That is so where the advice is made for values that are possible but not likely. Then the most that a likely value
 * needs is much less than what is advised, and surely fails as long as nothing more is known.
 */
const savingAnyway = (judging: Judging, { question, worth }: Asked): Worth | undefined => {
  const { draws: few } = judging;
  const now = judging.nowReplicas ?? Number.POSITIVE_INFINITY;
  const mostIn = ({ possible }: Worth): number => endsOf(possible)[1];
  if (!isMuchMore(now, mostIn(worth), judging)) return undefined;
  const draws = [...few, ...Array.from({ length: manyDraws - few.length }, (_, i) => few.length + i)];
  const closer = worthIn({ ...judging, draws }, question, lookedOf(judging, draws.length));
  const most = mostIn(closer);
  const saves = isMuchMore(now, most, judging) && failsNow(judging, most);
  return closer.isCostly || saves ? { ...closer, isCostly: true } : undefined;
};

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
  for (const one of asked) {
    const saving = savingAnyway(judging, one);
    if (saving) return worths.map((worth) => (worth === one.worth ? saving : worth));
  }
  return worths;
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
 * the inputs of which a likely value lets some settings hold. None: no number of replicas helps, and no further run
 * would.
 */
export const unknownsBehindFailure = (
  lab: Lab,
  nearest: Candidate,
  { glances, ...runs }: GlancedRuns,
): Worth[] => {
  const { calibration } = lab.options;
  const floorReplicas = floorOf(lab, nearest);
  const judging = { ...runs, lab, advised: nearest, floorReplicas, nowReplicas: null };
  if (!isCensored(calibration)) return worthsOf(judging, glances);
  const question: Question = { input: 'serviceTime', possible: serviceTimes(calibration) };
  return [{ ...worthIn(judging, question), isCostly: true }];
};
