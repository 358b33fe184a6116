import { invertMatrix, type Matrix, normalEquations, solveLinear } from './linear-solve.ts';

export type LeastSquaresFit = {
  readonly parameters: readonly number[];
  /** undefined for a parameter on its bound and when no degree of freedom is left. */
  readonly standardErrors: readonly (number | undefined)[];
  /** Standard deviation of the residuals, in the unit of y; undefined when no degree of freedom is left. */
  readonly residualStandardError: number | undefined;
  /** Observations minus free parameters. */
  readonly degrees: number;
};

export type LeastSquaresProblem = {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly model: (parameters: readonly number[], x: number) => number;
  readonly start: readonly number[];
  /** Smallest allowed value of each parameter. */
  readonly lowerBounds: readonly number[];
};

const iterationsMax = 500;
const dampingMax = 1e16;

const residualsOf = ({ x, y, model }: LeastSquaresProblem, parameters: readonly number[]): number[] =>
  x.map((at, t) => y[t]! - model(parameters, at));

const sumOfSquares = (values: readonly number[]): number => values.reduce((sum, r) => sum + r * r, 0);

/** Derivatives of the model by central differences; one row per observation, one column per free parameter. */
const jacobianOf = (
  { x, model, start }: LeastSquaresProblem,
  parameters: readonly number[],
  free: readonly number[],
): Matrix => {
  const steps = free.map((i) => 1e-6 * Math.max(Math.abs(parameters[i]!), 1e-3 * Math.abs(start[i]!), 1e-9));
  const moved = (i: number, by: number) => parameters.map((value, j) => (i === j ? value + by : value));
  return x.map((at) =>
    free.map((i, k) => (model(moved(i, steps[k]!), at) - model(moved(i, -steps[k]!), at)) / (2 * steps[k]!)),
  );
};

/** Parameters that may move: all but those on their bound that the residuals push further down. */
const freeParameters = (problem: LeastSquaresProblem, parameters: readonly number[]): number[] => {
  const all = parameters.map((_, i) => i);
  const jacobian = jacobianOf(problem, parameters, all);
  const { rhs } = normalEquations(jacobian, residualsOf(problem, parameters));
  return all.filter((i) => parameters[i]! > problem.lowerBounds[i]! || rhs[i]! > 0);
};

const dampedStep = (
  jacobian: Matrix,
  residuals: readonly number[],
  damping: number,
): number[] | undefined => {
  const { matrix, rhs } = normalEquations(jacobian, residuals);
  return solveLinear(
    matrix.map((row, i) => row.map((entry, j) => (i === j ? entry * (1 + damping) : entry))),
    rhs,
  );
};

/**
 * Nonlinear least squares with lower bounds: Levenberg-Marquardt in Marquardt's scaling (the damping multiplies the
 * diagonal), steps cut off at the bounds. For a handful of parameters.
 * Source: Marquardt, SIAM J. Appl. Math. 11, 1963.
 *
 * @returns undefined when the parameters can't be told apart from the data
 */
export const leastSquares = (problem: LeastSquaresProblem): LeastSquaresFit | undefined => {
  let parameters = problem.start.map((value, i) => Math.max(value, problem.lowerBounds[i]!));
  let damping = 1e-3;
  for (let iteration = 0; iteration < iterationsMax && damping < dampingMax; iteration++) {
    const free = freeParameters(problem, parameters);
    const residuals = residualsOf(problem, parameters);
    const step = dampedStep(jacobianOf(problem, parameters, free), residuals, damping);
    if (step === undefined) return undefined;
    const next = parameters.map((value, i) => {
      const k = free.indexOf(i);
      return k < 0 ? value : Math.max(problem.lowerBounds[i]!, value + step[k]!);
    });
    const [before, after] = [sumOfSquares(residuals), sumOfSquares(residualsOf(problem, next))];
    if (after <= before) {
      parameters = next;
      damping = Math.max(1e-15, damping / 10);
      if (before - after <= 1e-15 * before) break;
    } else damping *= 10;
  }
  return describeFit(problem, parameters);
};

const describeFit = (
  problem: LeastSquaresProblem,
  parameters: readonly number[],
): LeastSquaresFit | undefined => {
  const free = freeParameters(problem, parameters);
  const degrees = problem.x.length - free.length;
  const residuals = residualsOf(problem, parameters);
  const variance = degrees > 0 ? sumOfSquares(residuals) / degrees : undefined;
  const inverse = invertMatrix(normalEquations(jacobianOf(problem, parameters, free), residuals).matrix);
  if (inverse === undefined) return undefined;
  return {
    parameters,
    standardErrors: parameters.map((_, i) => {
      const k = free.indexOf(i);
      return k < 0 || variance === undefined ? undefined : Math.sqrt(variance * inverse[k]![k]!);
    }),
    residualStandardError: variance === undefined ? undefined : Math.sqrt(variance),
    degrees,
  };
};
