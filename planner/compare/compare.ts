import {
  type ComparedFigure,
  type Comparison,
  comparedFigures,
  decidingFigures,
  type Tolerance,
} from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import { type FigureValues, figuresOfRun } from './compared-figures.ts';
import { differenceOf, type Side } from './difference.ts';
import { runsToTell } from './runs-to-tell.ts';
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
};

/** Tolerances that somebody states, by figure. */
export type Tolerances = Readonly<Partial<Record<ComparedFigure, Tolerance>>>;

const verdictOf = (figures: Comparison['figures']): Comparison['verdict'] => {
  const verdicts = figures
    .filter(({ figure }) => decidingFigures.includes(figure))
    .map(({ verdict }) => verdict);
  if (verdicts.includes('worse')) return 'worse';
  if (verdicts.includes('better')) return 'better';
  return verdicts.every((verdict) => verdict === 'same') ? 'same' : 'cantTell';
};

const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
};

const sideOf = (results: readonly Result[]): ((figure: ComparedFigure) => Side) => {
  const figures = results.map(figuresOfRun);
  const requests = results.reduce((sum, { totals }) => sum + totals.answered, 0);
  return (figure) => ({
    value: meanOf(figures.map((values) => values[figure])),
    runs: results.length,
    requests,
  });
};

/** What runs are compared with. */
type Base = {
  /** At least one; several are repeats of the same. */
  readonly results: readonly Result[];
  /** What further runs of it would come to. */
  readonly further: readonly FigureValues[];
};

const idsOf = (results: readonly Result[]): string[] => results.map(({ run }) => run.id);

/**
 * Compares runs with a base, figure by figure.
 *
 * @param compared at least one; several are repeats of the same
 * @param tolerances per figure; those that are not named have their defaults
 */
export const compareRuns = (
  { results, further }: Base,
  compared: readonly Result[],
  tolerances: Tolerances = {},
): Comparison => {
  const [ofBase, ofCompared] = [sideOf(results), sideOf(compared)];
  const figures = comparedFigures.map((figure) =>
    differenceOf({
      figure,
      base: ofBase(figure),
      compared: ofCompared(figure),
      further: further.map((run) => run[figure]).filter((value) => value !== null),
      tolerance: tolerances[figure] ?? defaultTolerances[figure],
    }),
  );
  const [first, ...others] = [...results, ...compared].map(({ run }) => run);
  const told = {
    base: idsOf(results),
    compared: idsOf(compared),
    figures,
    verdict: verdictOf(figures),
  };
  return {
    schemaVersion: 1,
    ...told,
    unlike: [...new Set(others.flatMap((run) => unlikeParts(first!, run)))],
    simulatedRuns: further.length,
    runsToTell: runsToTell(told),
  };
};
