import {
  type Difference,
  type InputFigure,
  type OutcomeFigure,
  type Tolerance,
  worthOf,
} from '../../runs/schema/comparison.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Interval } from '../stats/interval.ts';
import { normalCritical } from '../stats/normal.ts';
import { medianOfValues, quantileOfValues } from '../stats/simple.ts';
import { figuresOfRun, unitOf } from './compared-figures.ts';
import { confidence } from './confidence.ts';
import type { InputPair } from './inputs.ts';

const standardErrors = normalCritical(confidence);

/**
 * Where a measured figure and the simulated ones differ by more than this factor, the simulation says nothing of how
 * far two runs lie apart.
 */
const offMax = 2;

/** One figure on one side: its mean over the runs, and what it was counted over. */
type Measured = {
  /** null: not every run has the figure. */
  readonly value: number | null;
  readonly runs: number;
  /** Requests that ended, in all runs. */
  readonly requests: number;
};

const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** One figure of the runs of one side, by its name. */
export const measuredOf = (results: readonly Result[]): ((figure: OutcomeFigure) => Measured) => {
  const figures = results.map(figuresOfRun);
  const requests = results.reduce((sum, { totals }) => sum + totals.answered, 0);
  return (figure) => ({
    value: meanOf(figures.map((values) => values[figure])),
    runs: results.length,
    requests,
  });
};

/** One figure of both sides, and of further runs of the base. */
type Compared = {
  readonly figure: OutcomeFigure;
  readonly base: Measured;
  readonly compared: Measured;
  /** Simulated runs of the base that have the figure. */
  readonly further: readonly number[];
  /** Simulated runs of the base, whether they have the figure or not. */
  readonly simulatedRuns: number;
  readonly tolerance: Tolerance;
};

/**
 * How far both sides lie apart by chance alone: the quantile of the distances of all pairs of single runs, less for means
 * of several runs.
 */
const distanceOf = (values: readonly number[], { base, compared }: Compared): number => {
  const distances = values.flatMap((a, i) => values.slice(i + 1).map((b) => Math.abs(a - b)));
  const ofPair = distances.length === 0 ? 0 : quantileOfValues(distances, confidence);
  return ofPair * Math.sqrt((1 / base.runs + 1 / compared.runs) / 2);
};

/** A share of n requests can't be known better than this, however alike the simulated runs are. */
const countingDistance = (share: number, { base, compared }: Compared): number =>
  standardErrors *
  Math.sqrt(share * (1 - share) * (1 / Math.max(1, base.requests) + 1 / Math.max(1, compared.requests)));

/**
 * How far the base lies from its own simulated runs. Where that is more than chance moves two runs apart, the simulation is
 * off by it, and so may be what it says of chance.
 */
const misfitOf = (base: number, values: readonly number[]): number => Math.abs(base - medianOfValues(values));

/** Shares lie apart by an amount, that of larger ones by as much more. null: none was simulated, and some was measured. */
const shareInterval = (base: number, compared: number, of: Compared): Interval | null => {
  const middle = medianOfValues(of.further);
  const most = Math.max(...of.further);
  if (base > offMax * most && base > 0) return null;
  const scale = middle > 0 ? Math.max(1, base / middle) : 1;
  const pooled = (base + compared) / 2;
  const half = Math.max(
    scale * distanceOf(of.further, of),
    countingDistance(pooled, of),
    misfitOf(base, of.further),
  );
  const mid = compared - base;
  return { low: mid - half, mid, high: mid + half, confidence };
};

/** Times and replicas lie apart by a factor. null: the simulation is off by more than a factor. */
const positiveInterval = (base: number, compared: number, of: Compared): Interval | null => {
  const positive = of.further.filter((value) => value > 0);
  if (base <= 0 || compared <= 0 || positive.length === 0) return null;
  const middle = medianOfValues(positive);
  if (base > offMax * middle || base * offMax < middle) return null;
  const logs = positive.map(Math.log);
  const factor = Math.exp(Math.max(distanceOf(logs, of), misfitOf(Math.log(base), logs)));
  return { low: compared / factor - base, mid: compared - base, high: compared * factor - base, confidence };
};

const verdictOf = ({ low, mid, high }: Interval, worth: number): Difference['verdict'] => {
  if (low > 0 && mid > worth) return 'worse';
  if (high < 0 && mid < -worth) return 'better';
  return low >= -worth && high <= worth ? 'same' : 'cantTell';
};

/** Fewer simulated runs that have the figure tell nothing of its spread. */
const furtherLeast = 20;

/**
 * One figure of both sides: how far they lie apart, whether chance explains it, and whether it matters. Chance is what the
 * simulated base shows from run to run.
 */
export const differenceOf = (of: Compared): Difference => {
  const { figure, further, simulatedRuns, tolerance } = of;
  const [base, compared] = [of.base.value, of.compared.value];
  const head = { figure, unit: unitOf[figure], base, compared, tolerance };
  const none = { ...head, difference: null, verdict: 'cantTell' } as const;
  if (base === null || compared === null) return { ...none, missing: 'notMeasured' };
  if (simulatedRuns === 0) return { ...none, missing: 'notCalibrated' };
  if (further.length < furtherLeast) return { ...none, missing: 'notSimulated' };
  const isShare = unitOf[figure] === 'share' || (base === 0 && compared === 0);
  const difference = (isShare ? shareInterval : positiveInterval)(base, compared, of);
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
