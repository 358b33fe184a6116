import {
  type Difference,
  type InputFigure,
  type OutcomeFigure,
  type Tolerance,
  worthOf,
} from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Interval } from '../stats/interval.ts';
import { meanOfValues } from '../stats/simple.ts';
import { sumOf } from '../stats/sum.ts';
import { beyondChance, chanceOf, type Measured, type Sides } from './chance.ts';
import { figuresOfRun, unitOf, valuesOf } from './compared-figures.ts';
import { confidence } from './confidence.ts';
import type { InputPair } from './inputs.ts';

/**
 * One figure of the runs of one side, by its name.
 *
 * @param runs as if so many had come to the same mean; by default as many as there are
 */
export const measuredOf = (
  results: readonly Result[],
  runs = results.length,
): ((figure: OutcomeFigure) => Measured) => {
  const figures = results.map(figuresOfRun);
  const requests = (sumOf(results.map(({ totals }) => totals.answered)) * runs) / results.length;
  return (figure) => {
    const values = valuesOf(figures, figure);
    const value = values.length < results.length ? null : meanOfValues(values);
    return { value, values, runs, requests };
  };
};

/** One figure of both sides, and of further runs of the base. */
type Compared = Sides & {
  /** Simulated runs of the base, whether they have the figure or not. */
  readonly simulatedRuns: number;
  readonly tolerance: Tolerance;
};

const verdictOf = ({ low, mid, high }: Interval, worth: number): Difference['verdict'] => {
  if (low > 0 && mid > worth) return 'worse';
  if (high < 0 && mid < -worth) return 'better';
  return low >= -worth && high <= worth ? 'same' : 'cantTell';
};

/** No more than all requests can fail, and no fewer than none; a time has no such end. */
const possible = (value: number, figure: OutcomeFigure): number =>
  unitOf[figure] === 'share' ? Math.min(1, Math.max(0, value)) : value;

/** null: the simulated base tells nothing of chance. */
const intervalOf = (base: number, compared: number, of: Sides): Interval | null => {
  const chance = chanceOf(base, compared, of);
  if (chance === null) return null;
  const [half, at] = [beyondChance(chance)(compared), chance.onScale(compared)];
  return {
    low: possible(chance.fromScale(at - half), of.figure) - base,
    mid: compared - base,
    high: possible(chance.fromScale(at + half), of.figure) - base,
    confidence,
  };
};

/**
 * One figure of both sides: how far they lie apart, whether chance explains it, and whether it matters. Chance is what the
 * simulated base shows from run to run, and what several runs of a side do.
 */
export const differenceOf = (of: Compared): Difference => {
  const { figure, simulatedRuns, tolerance } = of;
  const [base, compared] = [of.base.value, of.compared.value];
  const head = { figure, unit: unitOf[figure], base, compared, tolerance };
  const none = { ...head, difference: null, verdict: 'cantTell' } as const;
  if (base === null || compared === null) return { ...none, missing: 'notMeasured' };
  if (simulatedRuns === 0) return { ...none, missing: 'notCalibrated' };
  const difference = intervalOf(base, compared, of);
  if (difference === null) return { ...none, missing: 'notSimulated' };
  return { ...head, difference, missing: null, verdict: verdictOf(difference, worthOf(head)) };
};

/** One input of both sides. Chance is what its own values show: it takes no simulation. */
export const inputDifference = (
  figure: InputFigure,
  { base, compared, difference }: InputPair,
  tolerance: Tolerance,
): Difference => {
  const head = { figure, unit: unitOf[figure], base, compared, tolerance, difference };
  if (difference === null) return { ...head, missing: 'notMeasured', verdict: 'cantTell' };
  return { ...head, missing: null, verdict: verdictOf(difference, worthOf(head)) };
};
