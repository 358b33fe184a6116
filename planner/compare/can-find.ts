import {
  type ComparedFigure,
  decidingFigures,
  type InputFigure,
  inputFigures,
  type OutcomeFigure,
  type Tolerance,
  worthOf,
} from '../../runs/schema/comparison.ts';
import type { CanFind } from '../../runs/schema/plan/can-find.ts';
import type { Interval } from '../stats/interval.ts';
import { invertIncreasing } from '../stats/invert.ts';
import type { Typical } from '../stats/typical.ts';
import { beyondChance, chanceOf } from './chance.ts';
import { unitOf, valuesOf } from './compared-figures.ts';
import { confidence } from './confidence.ts';
import { measuredOf } from './difference.ts';
import { type Inputs, inputPairs } from './inputs.ts';
import type { BaseSide } from './sides.ts';
import { type Tolerances, toleranceOf } from './tolerances.ts';

/** Of each side. More are hardly ever fired. */
const runsTried = [1, 2, 4, 8] as const;

/** A difference of that size is found in nine of ten comparisons. */
const foundShare = 0.9;

/** Two-sided: what is measured lies further below what is true than this in a tenth of comparisons. */
const mostly = 2 * foundShare - 1;

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

const inputsOfMore = (inputs: Inputs, times: number): Inputs => ({
  ...inputs,
  runs: inputs.runs * times,
  serviceTime: inputs.serviceTime && {
    ...inputs.serviceTime,
    typical: moreOf(inputs.serviceTime.typical, times),
  },
  startupLag: inputs.startupLag && moreOf(inputs.startupLag, times),
  routerOverhead: inputs.routerOverhead && moreOfInterval(inputs.routerOverhead, times),
});

const isInput = (figure: ComparedFigure): figure is InputFigure =>
  (inputFigures as readonly ComparedFigure[]).includes(figure);

const measuredValue = (base: BaseSide, figure: ComparedFigure): number | null =>
  isInput(figure)
    ? inputPairs(base.inputs, base.inputs)[figure].base
    : measuredOf(base.results)(figure).value;

/** A larger value is not looked at. */
const largest = { share: 1, times: 1000 } as const;

/** The least value in a range from which on a rising function is at or above another value; null: nowhere. */
const leastWhere = (
  rising: (value: number) => number,
  target: number,
  range: { readonly low: number; readonly high: number },
): number | null => (rising(range.high) < target ? null : invertIncreasing(rising, target, range));

/** A figure, and what of it does not matter. */
type Of<Figure> = { readonly figure: Figure; readonly tolerance: Tolerance };

/**
 * The least true increase of what a run comes to that is found. A comparison finds what it measures beyond chance and
 * tolerance; what is measured lies below what is true, by as much as chance moves it.
 */
const leastOutcome = (base: BaseSide, runs: number, { figure, tolerance }: Of<OutcomeFigure>) => {
  const measured = measuredOf(base.results, runs)(figure);
  const { value, requests } = measured;
  if (value === null) return null;
  const further = valuesOf(base.further, figure);
  const chance = chanceOf(value, value, {
    figure,
    base: measured,
    compared: { ...measured, values: [] },
    further,
  });
  if (chance === null) return null;
  const { onScale, within, perBase } = chance;
  const [beyond, apart] = [beyondChance(chance), within(mostly)];
  // A base that came to more by chance leaves less of a difference, and widens the interval as well.
  const below = (at: number): number => apart(at) * Math.sqrt((1 + (1 + perBase) ** 2) / 2);
  const isShare = unitOf[figure] === 'share';
  const high = isShare ? largest.share : largest.times * value;
  // Of shares no less than one request more can be measured.
  const low = value + Math.max(worthOf({ tolerance, base: value }), isShare ? 1 / Math.max(1, requests) : 0);
  const found = leastWhere((at) => onScale(at) - beyond(at), onScale(value), { low, high });
  if (found === null) return null;
  const least = leastWhere((at) => onScale(at) - below(at), onScale(found), { low: found, high });
  return least === null ? null : least - value;
};

/** The least true increase of each input that is found: overheads lie apart by an amount, all else by a factor. */
const leastInput = (base: BaseSide, runs: number, { figure, tolerance }: Of<InputFigure>) => {
  const inputs = inputsOfMore(base.inputs, runs / base.results.length);
  const [far, near] = [confidence, mostly].map((level) => inputPairs(inputs, inputs, level)[figure]);
  const value = far!.base;
  if (value === null || far!.difference === null || near!.difference === null) return null;
  const found = Math.max(worthOf({ tolerance, base: value }), far!.difference.high);
  const below = near!.difference.high;
  return figure === 'routerOverhead' ? found + below : found + below * (1 + found / value);
};

/**
 * How small an increase of each figure a comparison with a base would find, by the runs of each side: what to know before
 * runs are fired.
 *
 * @param tolerances per figure; those that are not named have their defaults
 */
export const canFind = (base: BaseSide, tolerances: Tolerances = {}): CanFind => {
  const leastOf = (figure: CanFind['figures'][number]['figure'], runs: number): number | null => {
    const tolerance = toleranceOf(figure, tolerances);
    return isInput(figure)
      ? leastInput(base, runs, { figure, tolerance })
      : leastOutcome(base, runs, { figure, tolerance });
  };
  return {
    schemaVersion: 1,
    base: base.results.map(({ run }) => run.id),
    runs: [...runsTried],
    foundShare,
    figures: [...decidingFigures, ...inputFigures].map((figure) => ({
      figure,
      unit: unitOf[figure],
      base: measuredValue(base, figure),
      least: runsTried.map((runs) => leastOf(figure, runs)),
    })),
  };
};
