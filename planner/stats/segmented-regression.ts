import { type NotEnoughData, notEnoughData } from './interval.ts';
import { normalEquations, solveLinear } from './linear-solve.ts';
import { lineThrough } from './simple.ts';

export type BrokenLine = {
  /** The x at which the slope changes. */
  readonly knee: number;
  /** y at the knee. */
  readonly atKnee: number;
  readonly slopeBefore: number;
  readonly slopeAfter: number;
  readonly sumOfSquares: number;
};

const pointsMin = 6;
const placesMin = 4;

const fitAt = (x: readonly number[], y: readonly number[], knee: number): BrokenLine | undefined => {
  const design = x.map((at) => [1, Math.min(0, at - knee), Math.max(0, at - knee)]);
  const { matrix, rhs } = normalEquations(design, y);
  const solution = solveLinear(matrix, rhs);
  if (solution === undefined) return undefined;
  const [atKnee, slopeBefore, slopeAfter] = solution as [number, number, number];
  const sumOfSquares = design.reduce(
    (sum, [, before, after], t) => sum + (y[t]! - atKnee - slopeBefore * before! - slopeAfter * after!) ** 2,
    0,
  );
  return { knee, atKnee, slopeBefore, slopeAfter, sumOfSquares };
};

type Point = readonly [x: number, y: number];

/**
 * Where the least squares lines left and right of a gap between neighbouring x meet, if that is inside the gap: no knee
 * in the gap can fit better.
 */
const crossingInGap = (points: readonly Point[], from: number, to: number): number | undefined => {
  const left = lineThrough(points.filter(([x]) => x <= from));
  const right = lineThrough(points.filter(([x]) => x >= to));
  const crossing = (right.intercept - left.intercept) / (left.slope - right.slope);
  return crossing > from && crossing < to ? crossing : undefined;
};

/**
 * Segmented regression: the broken line (two straight pieces that meet at a knee) that fits best by least squares.
 * Where errors begin to climb with offered load, the knee is the measured capacity. Exact: the best knee is one of the
 * x, or the crossing of the two lines fitted on either side of a gap. For its interval resample with `blockBootstrap`.
 * O(n²).
 * Source: Hudson, "Fitting segmented curves whose join points have to be estimated", JASA 61, 1966.
 *
 * @returns notEnoughData below 6 points or 4 different x
 * @example segmentedRegression([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 2, 3]) // { knee: 2, slopeBefore: 0, slopeAfter: 1 }
 */
export const segmentedRegression = (
  x: readonly number[],
  y: readonly number[],
): BrokenLine | NotEnoughData => {
  const places = [...new Set(x)].sort((a, b) => a - b);
  if (x.length < pointsMin || places.length < placesMin)
    return notEnoughData(
      `at least ${pointsMin} points at ${placesMin} different x`,
      `${x.length} at ${places.length}`,
    );
  const points = x.map((at, t): Point => [at, y[t]!]);
  const gaps = places.slice(1, -2).map((from, i) => crossingInGap(points, from, places[i + 2]!));
  return [...places.slice(1, -1), ...gaps]
    .filter((knee) => knee !== undefined)
    .map((knee) => fitAt(x, y, knee))
    .filter((fit) => fit !== undefined)
    .reduce((best, fit) => (fit.sumOfSquares < best.sumOfSquares ? fit : best));
};
