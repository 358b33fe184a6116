import type { CanFind } from '../../runs/schema/can-find.ts';
import { type Difference, decidingFigures, inputFigures, worthOf } from '../../runs/schema/comparison.ts';
import type { Interval } from '../stats/interval.ts';
import { normalCritical } from '../stats/normal.ts';
import type { Typical } from '../stats/typical.ts';
import { unitOf, valuesOf } from './compared-figures.ts';
import { confidence } from './confidence.ts';
import { differenceOf, inputDifference, measuredOf } from './difference.ts';
import { type Inputs, inputPairs } from './inputs.ts';
import type { BaseSide } from './sides.ts';
import { type Tolerances, toleranceOf } from './tolerances.ts';

/** Of each side. More are hardly ever fired. */
const runsTried = [1, 2, 4, 8] as const;

/** A difference of that size is found in nine of ten comparisons. */
const foundShare = 0.9;

/**
 * The interval of no difference reaches as far as chance does; what is to be found nearly always lies farther off, by the
 * one-sided quantile of that share, in the same standard errors.
 */
const beyond = 1 + normalCritical(2 * foundShare - 1) / normalCritical(confidence);

/** Standard errors and degrees of freedom with `times` as many runs. */
const moreOf = (typical: Typical, times: number): Typical => ({
  ...typical,
  standardError: typical.standardError / Math.sqrt(times),
  degrees: typical.degrees * times,
});

const moreOfInterval = (interval: Interval, times: number): Interval => {
  const { low, mid, high } = interval;
  return {
    ...interval,
    low: mid - (mid - low) / Math.sqrt(times),
    high: mid + (high - mid) / Math.sqrt(times),
  };
};

const inputsOfMore = ({ serviceTime, startupLag, routerOverhead }: Inputs, times: number): Inputs => ({
  serviceTime: serviceTime && { ...serviceTime, typical: moreOf(serviceTime.typical, times) },
  startupLag: startupLag && moreOf(startupLag, times),
  routerOverhead: routerOverhead && moreOfInterval(routerOverhead, times),
});

/** The base compared with itself, as if each side had this many runs. */
const againstItself = (base: BaseSide, runs: number, tolerances: Tolerances): Difference[] => {
  const times = runs / base.results.length;
  const inputs = inputsOfMore(base.inputs, times);
  const pairs = inputPairs(inputs, inputs);
  return [
    ...decidingFigures.map((figure) => {
      const measured = measuredOf(base.results)(figure);
      const side = { ...measured, runs, requests: measured.requests * times };
      return differenceOf({
        figure,
        base: side,
        compared: side,
        further: valuesOf(base.further, figure),
        simulatedRuns: base.further.length,
        tolerance: toleranceOf(figure, tolerances),
      });
    }),
    ...inputFigures.map((figure) => inputDifference(figure, pairs[figure], toleranceOf(figure, tolerances))),
  ];
};

/** Overhead and shares lie apart by an amount, all else by a factor. */
const beyondChance = ({ figure, unit, base }: Difference, { high }: Interval): number =>
  unit === 'share' || figure === 'routerOverhead' || base === null || base === 0
    ? beyond * high
    : base * ((1 + high / base) ** beyond - 1);

/** Less than the tolerance is not found, however well it is known. */
const leastOf = (figure: Difference): number | null =>
  figure.difference === null ? null : Math.max(worthOf(figure), beyondChance(figure, figure.difference));

/**
 * How small an increase of each figure a comparison with a base would find, by the runs of each side: what to know before
 * runs are fired.
 *
 * @param tolerances per figure; those that are not named have their defaults
 */
export const canFind = (base: BaseSide, tolerances: Tolerances = {}): CanFind => {
  const byRuns = runsTried.map((runs) => againstItself(base, runs, tolerances));
  return {
    schemaVersion: 1,
    base: base.results.map(({ run }) => run.id),
    runs: [...runsTried],
    foundShare,
    figures: byRuns[0]!.map(({ figure, base: value }, i) => ({
      figure,
      unit: unitOf[figure],
      base: value,
      least: byRuns.map((figures) => leastOf(figures[i]!)),
    })),
  };
};
