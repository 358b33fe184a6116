import { type NotEnoughData, notEnoughData } from './interval.ts';
import { normalEquations, solveLinear } from './linear-solve.ts';

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
const narrowingSteps = 60;

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

/**
 * Segmented regression: the broken line (two straight pieces that meet at a knee) that fits best by least squares.
 * Where errors begin to climb with offered load, the knee is the measured capacity. The knee is searched between
 * neighbouring x, where the fit is smooth; for its interval resample with `blockBootstrap`.
 * Source: Hudson, "Fitting segmented curves whose join points have to be estimated", JASA 61, 1966.
 *
 * @returns notEnoughData below 6 points or 4 different x
 * @example segmentedRegression([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 2, 3]) // knee 2, slopes 0 and 1
 */
export const segmentedRegression = (
  x: readonly number[],
  y: readonly number[],
): BrokenLine | NotEnoughData => {
  const places = [...new Set(x)].sort((a, b) => a - b);
  if (x.length < pointsMin || places.length < 4)
    return notEnoughData(`at least ${pointsMin} points at 4 different x`, `${x.length} at ${places.length}`);
  const fits = places
    .slice(1, -1)
    .flatMap((place, i) => [fitAt(x, y, place), narrow(x, y, place, places[i + 2]!)])
    .filter((fit) => fit !== undefined);
  return fits.reduce((best, fit) => (fit.sumOfSquares < best.sumOfSquares ? fit : best));
};

/** Golden-section search for the best knee between two neighbouring x. */
const narrow = (
  x: readonly number[],
  y: readonly number[],
  from: number,
  to: number,
): BrokenLine | undefined => {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  const at = (knee: number) => fitAt(x, y, knee)?.sumOfSquares ?? Number.POSITIVE_INFINITY;
  for (let step = 0; step < narrowingSteps; step++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (at(left) <= at(right)) high = right;
    else low = left;
  }
  return fitAt(x, y, (low + high) / 2);
};
