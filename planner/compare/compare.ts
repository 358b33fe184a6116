import {
  type ComparedFigure,
  type Comparison,
  type Difference,
  type Effect,
  inputFigures,
  isDeciding,
  type OutcomeFigure,
  outcomeFigures,
  type Tolerance,
} from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import { figuresOfRun } from './compared-figures.ts';
import { differenceOf, inputDifference, type Measured } from './difference.ts';
import { effectOf } from './effects.ts';
import { inputPairs } from './inputs.ts';
import { runsToTell } from './runs-to-tell.ts';
import { type BaseSide, changedRuns, type Side } from './sides.ts';
import { unlikeParts } from './unlike.ts';

/** Tolerances that hold where nobody states another: less is not worth a decision. */
const defaultTolerances: Readonly<Record<ComparedFigure, Tolerance>> = {
  errorShare: { by: 'amount', value: 0.002 },
  rejectedShare: { by: 'amount', value: 0.002 },
  timedOutShare: { by: 'amount', value: 0.002 },
  p50Latency: { by: 'share', value: 0.05 },
  p95Latency: { by: 'share', value: 0.05 },
  p99Latency: { by: 'share', value: 0.1 },
  secondsToRecover: { by: 'amount', value: 2 },
  meanReplicas: { by: 'share', value: 0.05 },
  serviceTime: { by: 'share', value: 0.03 },
  startupLag: { by: 'share', value: 0.1 },
  routerOverhead: { by: 'amount', value: 1 },
};

/** Tolerances that somebody states, by figure. */
export type Tolerances = Readonly<Partial<Record<ComparedFigure, Tolerance>>>;

const verdictOf = (figures: readonly Difference[], effects: readonly Effect[]): Comparison['verdict'] => {
  const measured = figures.filter(isDeciding).map(({ verdict }) => verdict);
  const all = [...measured, ...effects.map(({ verdict }) => verdict)];
  if (all.includes('worse')) return 'worse';
  if (all.includes('better')) return 'better';
  return measured.every((verdict) => verdict === 'same') ? 'same' : 'cantTell';
};

const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
};

const measuredOf = (results: readonly Result[]): ((figure: OutcomeFigure) => Measured) => {
  const figures = results.map(figuresOfRun);
  const requests = results.reduce((sum, { totals }) => sum + totals.answered, 0);
  return (figure) => ({
    value: meanOf(figures.map((values) => values[figure])),
    runs: results.length,
    requests,
  });
};

const idsOf = ({ results }: Side): string[] => results.map(({ run }) => run.id);

const differencesOf = (base: BaseSide, compared: Side, tolerances: Tolerances): Difference[] => {
  const [ofBase, ofCompared] = [measuredOf(base.results), measuredOf(compared.results)];
  const pairs = inputPairs(base.inputs, compared.inputs);
  const toleranceOf = (figure: ComparedFigure): Tolerance => tolerances[figure] ?? defaultTolerances[figure];
  return [
    ...outcomeFigures.map((figure) =>
      differenceOf({
        figure,
        base: ofBase(figure),
        compared: ofCompared(figure),
        further: base.further.map((run) => run[figure]).filter((value) => value !== null),
        tolerance: toleranceOf(figure),
      }),
    ),
    ...inputFigures.map((figure) => inputDifference(figure, pairs[figure], toleranceOf(figure))),
  ];
};

const effectsOf = (base: BaseSide, compared: Side, figures: readonly Difference[]): Effect[] => {
  const named = (name: ComparedFigure): Difference => figures.find(({ figure }) => figure === name)!;
  const deciding = { errorShare: named('errorShare'), p95Latency: named('p95Latency') };
  const moved = inputFigures.filter((input) => ['worse', 'better'].includes(named(input).verdict));
  return moved.map((input) =>
    effectOf(input, { further: base.further, changed: changedRuns(base, compared, input) }, deciding),
  );
};

/**
 * Compares runs with a base: what they came to, and the service behind it, figure by figure.
 *
 * @param tolerances per figure; those that are not named have their defaults
 */
export const compareRuns = (base: BaseSide, compared: Side, tolerances: Tolerances = {}): Comparison => {
  const figures = differencesOf(base, compared, tolerances);
  const effects = effectsOf(base, compared, figures);
  const [first, ...others] = [...base.results, ...compared.results].map(({ run }) => run);
  const told = {
    base: idsOf(base),
    compared: idsOf(compared),
    figures,
    verdict: verdictOf(figures, effects),
  };
  return {
    schemaVersion: 1,
    ...told,
    unlike: [...new Set(others.flatMap((run) => unlikeParts(first!, run)))],
    simulatedRuns: base.further.length,
    sameArrivals: base.sameArrivals,
    effects,
    runsToTell: runsToTell(told),
  };
};
