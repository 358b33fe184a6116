import { type NotEnoughData, notEnoughData } from './interval.ts';
import { invertMatrix, type Matrix, normalEquations, solveLinear } from './linear-solve.ts';

/** One group of trials: e.g. one second's failed requests out of all, at one offered load. */
export type BinomialGroup = {
  readonly predictors: readonly number[];
  readonly successes: number;
  readonly trials: number;
};

export type BinomialFit = {
  /** Intercept first, then one per predictor; change of the log odds per unit of the predictor. */
  readonly coefficients: readonly number[];
  /** Of independent trials; times sqrt(dispersion) for the quasi-binomial ones. */
  readonly standardErrors: readonly number[];
  /** Pearson's chi-square / degrees of freedom: 1 for independent trials, more where failures come in bursts. */
  readonly dispersion: number;
};

const iterationsMax = 50;
const logOddsTolerance = 1e-10;
/** Log odds beyond this mean that the data separate: no finite coefficient fits best. */
const logOddsMax = 30;

const logOddsAt = (row: readonly number[], coefficients: readonly number[]): number =>
  row.reduce((sum, x, i) => sum + x * coefficients[i]!, 0);

const shareAt = (row: readonly number[], coefficients: readonly number[]): number =>
  1 / (1 + Math.exp(-logOddsAt(row, coefficients)));

/**
 * Logistic regression: how the chance of failure depends on predictors. Binomial generalized linear model with
 * logit link, fitted by iteratively reweighted least squares.
 * Source: McCullagh & Nelder, "Generalized Linear Models", 2nd edition, sections 2.5 and 4.4.
 *
 * @returns notEnoughData when there are no more groups than coefficients, the predictors do not vary
 * independently, or success and failure separate completely (then no finite coefficient is the best)
 * @example
 * fitBinomial([
 *   { predictors: [0.8], successes: 1, trials: 10 },
 *   { predictors: [0.9], successes: 4, trials: 10 },
 *   { predictors: [1.0], successes: 9, trials: 10 },
 * ]).coefficients // [-20.2066, 22.1912]
 */
export const fitBinomial = (allGroups: readonly BinomialGroup[]): BinomialFit | NotEnoughData => {
  const groups = allGroups.filter(({ trials }) => trials > 0);
  const design = groups.map(({ predictors }) => [1, ...predictors]);
  const width = design[0]?.length ?? 0;
  if (groups.length <= width)
    return notEnoughData(`more than ${width} groups of trials`, String(groups.length));

  let coefficients = new Array<number>(width).fill(0);
  for (let iteration = 0; iteration < iterationsMax; iteration++) {
    const step = scoringStep(groups, design, coefficients);
    if (step === undefined) return notEnoughData('predictors that vary independently', 'a singular design');
    coefficients = coefficients.map((value, i) => value + step[i]!);
    if (design.some((row) => Math.abs(logOddsAt(row, coefficients)) > logOddsMax)) break;
    if (design.every((row) => Math.abs(logOddsAt(row, step)) <= logOddsTolerance))
      return describeFit(groups, design, coefficients);
  }
  return notEnoughData('successes and failures at overlapping predictors', 'a complete separation');
};

/** Fisher scoring: a weighted least squares fit of what is left to explain. */
const scoringStep = (
  groups: readonly BinomialGroup[],
  design: Matrix,
  coefficients: readonly number[],
): number[] | undefined => {
  const shares = design.map((row) => shareAt(row, coefficients));
  const weights = shares.map((p, t) => groups[t]!.trials * p * (1 - p));
  const score = groups.map(({ successes, trials }, t) => (successes - trials * shares[t]!) / weights[t]!);
  const { matrix, rhs } = normalEquations(design, score, weights);
  return solveLinear(matrix, rhs);
};

const describeFit = (
  groups: readonly BinomialGroup[],
  design: Matrix,
  coefficients: readonly number[],
): BinomialFit => {
  const shares = design.map((row) => shareAt(row, coefficients));
  const variances = shares.map((p, t) => groups[t]!.trials * p * (1 - p));
  const covariance = invertMatrix(normalEquations(design, variances, variances).matrix)!;
  const chiSquare = groups.reduce(
    (sum, { successes, trials }, t) => sum + (successes - trials * shares[t]!) ** 2 / variances[t]!,
    0,
  );
  return {
    coefficients,
    standardErrors: coefficients.map((_, i) => Math.sqrt(covariance[i]![i]!)),
    dispersion: chiSquare / (groups.length - coefficients.length),
  };
};
