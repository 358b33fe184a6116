import {
  type ComparedFigure,
  type Comparison,
  type Difference,
  decidingFigures,
  type Effect,
  inputFigures,
  type OutcomeFigure,
  outcomeFigures,
} from '../../runs/schema/comparison.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { Result } from '../../runs/schema/result.ts';
import { sloMetOf } from '../result/objectives.ts';
import { valuesOf } from './compared-figures.ts';
import { comparedRunOf } from './compared-run.ts';
import { differenceOf, inputDifference, measuredOf } from './difference.ts';
import { addedToAnswers, effectOf, simulatedMoves } from './effects.ts';
import { inputPairs } from './inputs.ts';
import { runsToTell } from './runs-to-tell.ts';
import { type BaseSide, changedRuns, type Side } from './sides.ts';
import { type Tolerances, toleranceOf } from './tolerances.ts';
import { unlikeAmong } from './unlike.ts';
import { wholeVerdict } from './whole-verdict.ts';

const metIn = ({ results }: Side): number =>
  results.filter(({ verdict }) => sloMetOf(verdict) === true).length;

const haveSameSlo = (results: readonly Result[]): boolean =>
  new Set(results.map(({ run }) => JSON.stringify(endpointsOf(run.config).map(({ slo }) => slo)))).size === 1;

const idsOf = ({ results }: Side): string[] => results.map(({ run }) => run.id);

/** How both sides are compared. */
type Means = {
  readonly tolerances: Tolerances;
  /** As if each side had so many runs of the same mean; by default as many as there are. */
  readonly runs?: number;
};

const outcomeDifferences = (
  outcomes: readonly OutcomeFigure[],
  [base, compared]: readonly [BaseSide, Side],
  { tolerances, runs }: Means,
): Difference[] => {
  const [ofBase, ofCompared] = [measuredOf(base.results, runs), measuredOf(compared.results, runs)];
  return outcomes.map((figure) =>
    differenceOf({
      figure,
      base: ofBase(figure),
      compared: ofCompared(figure),
      further: valuesOf(base.further, figure),
      simulatedRuns: base.further.length,
      tolerance: toleranceOf(figure, tolerances),
    }),
  );
};

const differencesOf = (base: BaseSide, compared: Side, tolerances: Tolerances): Difference[] => {
  const pairs = inputPairs(base.inputs, compared.inputs);
  return [
    ...outcomeDifferences(outcomeFigures, [base, compared], { tolerances }),
    ...inputFigures.map((figure) => inputDifference(figure, pairs[figure], toleranceOf(figure, tolerances))),
  ];
};

const effectsOf = (base: BaseSide, compared: Side, figures: readonly Difference[]): Effect[] => {
  const named = (name: ComparedFigure): Difference => figures.find(({ figure }) => figure === name)!;
  const deciding = { errorShare: named('errorShare'), p95Latency: named('p95Latency') };
  const moved = inputFigures.filter((input) => ['worse', 'better'].includes(named(input).verdict));
  return moved.map((input) => {
    const moves =
      input === 'routerOverhead'
        ? addedToAnswers(named(input).difference!.mid)
        : simulatedMoves({ further: base.further, changed: changedRuns(base, compared, input) }, deciding);
    return effectOf(input, moves, deciding);
  });
};

/**
 * Compares runs with a base: what they came to, and the service behind it, figure by figure.
 *
 * @param tolerances per figure; those that are not named have their defaults
 */
export const compareRuns = (base: BaseSide, compared: Side, tolerances: Tolerances = {}): Comparison => {
  const figures = differencesOf(base, compared, tolerances);
  const effects = effectsOf(base, compared, figures);
  const verdict = wholeVerdict(figures, effects);
  const results = [...base.results, ...compared.results];
  const verdictWith = (runs: number): Difference['verdict'] =>
    wholeVerdict(outcomeDifferences(decidingFigures, [base, compared], { tolerances, runs }), []);
  return {
    schemaVersion: 1,
    base: idsOf(base),
    compared: idsOf(compared),
    runs: [
      ...base.results.map(({ run }) => comparedRunOf(run, 'base')),
      ...compared.results.map(({ run }) => comparedRunOf(run, 'compared')),
    ],
    figures,
    verdict,
    unlike: unlikeAmong(results.map(({ run }) => run)),
    metSlo: { base: metIn(base), compared: metIn(compared) },
    sameSlo: haveSameSlo(results),
    simulatedRuns: base.further.length,
    sameArrivals: base.sameArrivals,
    effects,
    runsToTell: verdict === 'cantTell' ? runsToTell(verdictWith) : null,
  };
};
