import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Unknown } from '../../../runs/schema/plan/unknown.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { rowOfMinima } from '../search/rows.ts';
import { openLab } from '../trials/lab.ts';
import { runsOf } from '../trials/trial.ts';
import { begin, type Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';
import { type Possibility, type Question, questionsOf } from './questions.ts';
import { type Judging, letsHold, lookedOf, type Worth, worthIn } from './worth.ts';

/** The parts of a calibration, and the inputs that are asked of each. */
const inputsOf = {
  service: ['serviceTime', 'serviceP95'],
  startupLag: ['startupLag'],
  router: ['routerInstances', 'timedOutRequest', 'balancing'],
} as const satisfies Partial<Record<keyof Calibration, readonly Unknown['input'][]>>;

const parts = Object.keys(inputsOf) as (keyof typeof inputsOf)[];

/** So many worlds, the hardest, tell which value is more favourable. Of a large service it takes fewer. */
const comparedWorlds = 8;

/**
 * How far a service is from its SLO if an input has a certain value, with as many replicas as there may be: the mean strain, 1 at
 * the SLO.
 */
function* strainUnder({ lab, advised, ...runs }: Judging, { calibration }: Possibility): Tries<number> {
  const options = { ...lab.options, draws: runs.draws.length, calibration };
  const judged = openLab({ ...options, judgedOnly: true }, lab.state);
  const draws = runs.draws.slice(0, lookedOf(runs, comparedWorlds));
  const most = rowOfMinima(advised).candidateAt(advised.maxReplicas);
  const [trial] = yield* tryingAll(judged, [most], { draws });
  return meanOfValues(runsOf(trial!, draws).map(({ hardest }) => hardest.strain));
}

type Strained = { readonly question: Question; readonly calibration: Calibration; readonly strain: number };

/** Each value of some inputs with its strain, the most favourable first. */
const byStrain = (judging: Judging, questions: readonly Question[]): Strained[] =>
  questions
    .flatMap((question) =>
      question.possible.map((one) => ({
        question,
        calibration: one.calibration,
        end: begin(judging.lab.state, strainUnder(judging, one)),
      })),
    )
    .map(({ end, ...one }) => ({ ...one, strain: end() }))
    .toSorted((a, b) => a.strain - b.strain);

type Favourable = {
  readonly calibration: Calibration;
  /** The input of each part that has its most favourable likely value. */
  readonly chosen: readonly { readonly part: keyof typeof inputsOf; readonly input: Unknown['input'] }[];
};

/** The calibration if in each of its parts the most favourable likely value were known, one part after another. */
const favourableFor = (judging: Judging): Favourable => {
  const { calibration, slo } = judging.lab.options;
  return parts.reduce<Favourable>(
    (known, part) => {
      const [best] = byStrain(judging, questionsOf(known.calibration, slo, inputsOf[part]));
      if (best === undefined) return known;
      const { input } = best.question;
      return { calibration: best.calibration, chosen: [...known.chosen, { part, input }] };
    },
    { calibration, chosen: [] },
  );
};

/**
 * The unknown to find out first where no value of a single one lets any settings hold, but several together may: of those with their
 * most favourable likely values, the one that leads farthest from the SLO with another value.
 *
 * @returns what it is worth if all others turn out favourable; undefined if nothing holds even then
 */
export const firstOfSeveral = (judging: Judging): Worth | undefined => {
  const { calibration, slo } = judging.lab.options;
  const favourable = favourableFor(judging);
  const questions = favourable.chosen.flatMap(({ part, input }) =>
    questionsOf({ ...favourable.calibration, [part]: calibration[part] }, slo, [input]),
  );
  const hardest = byStrain(judging, questions).at(-1);
  if (hardest === undefined) return undefined;
  const worth = worthIn(judging, hardest.question);
  return letsHold(worth) ? { ...worth, isCostly: true, ifOthersFavourable: true } : undefined;
};
