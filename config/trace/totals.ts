import { normalShare } from '../../planner/stats/normal.ts';
import { medianOfValues } from '../../planner/stats/simple.ts';
import { sumOf } from '../../planner/stats/sum.ts';

/** Of fewer numbers hardly anything can be said by chance: a load may rise for a while. */
const valuesLeast = 60;

/** Of so few numbers nothing is said. */
const fewLeast = 10;

/** A total stands so many of its largest rises above zero: of few numbers surely, and perhaps. */
const heights = { sure: 100, perhaps: 10 } as const;

/** Beside the chance of independent arrivals, a load differs from one step to the next by so large a share. */
const wanderShare = 0.01;

/** What counts would show with no more than this probability is taken for no counts. */
const chanceMost = 1e-6;

/** Numbers of chance turn at two places of three, those of few requests by less than a rounding. */
const turnsLeastShare = 1 / 4;

/** Steps of a longer look at the numbers. */
const stride = 4;

/**
 * How much more uneven a sum is over a stride than over one step: about `stride` times. Counts are as uneven over both, smooth
 * curves far more over the longer one.
 */
const growth = { least: 2.5, most: 20 } as const;

const differencesOf = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => value - values[i]!);

/**
 * Logarithm of the probability that counts which rise like this fall nowhere but at the resets. Each has a chance of its own, so between two
 * of a mean the difference is normal about the rise, with `2 (mean + (wander x mean)^2)` for variance.
 */
const logChanceOfNoFall = (values: readonly number[]): number =>
  sumOf(
    differencesOf(values).map((rise, i) => {
      if (rise < 0) return 0;
      const mean = values[i]! + rise / 2;
      const deviation = Math.sqrt(2 * (mean + (wanderShare * mean) ** 2));
      return deviation === 0 ? 0 : Math.log(normalShare((rise + 0.5) / deviation));
    }),
  );

/**
 * Whether numbers go up and down as a load does. Of a curve that somebody wrote down the rises differ by 1 at such a place: each
 * number is rounded.
 */
const goByChance = (numbers: readonly number[]): boolean => {
  const steps = differencesOf(numbers).map((step) => (Math.abs(step) > 1 ? step : 0));
  const turns = steps.filter((step, i) => i > 0 && step * steps[i - 1]! < 0).length;
  return turns >= turnsLeastShare * steps.length;
};

/** Median of the squared third differences over a distance: free of what rises evenly, or evenly faster. */
const unevennessOver = (values: readonly number[], distance: number): number =>
  medianOfValues(
    values
      .slice(3 * distance)
      .map(
        (value, i) => (value - 3 * values[i + 2 * distance]! + 3 * values[i + distance]! - values[i]!) ** 2,
      ),
  );

/** Chance adds up in a sum, and does not in counts. */
const addUp = (values: readonly number[]): boolean => {
  const ratio = unevennessOver(values, stride) / unevennessOver(values, 1);
  return ratio >= growth.least && ratio <= growth.most;
};

/** A counter starts anew when its process does: once in so many rows at most, and by more than so many of its largest rises. */
const rowsPerReset = 30;
const resetDepthLeast = 5;

/** How often numbers fall from one to the next. */
export const fallsIn = (values: readonly number[]): number =>
  differencesOf(values).filter((rise) => rise < 0).length;

/** Rises from row to row, those at a reset as the others are; `undefined` where numbers fall otherwise. */
const risesOf = (values: readonly number[]): readonly number[] | undefined => {
  const all = differencesOf(values);
  const rises = all.filter((rise) => rise >= 0);
  const falls = all.filter((rise) => rise < 0);
  if (falls.length === 0) return rises;
  const largest = rises.reduce((most, rise) => Math.max(most, rise), 0);
  if (falls.length * rowsPerReset > values.length || falls.some((fall) => -fall <= resetDepthLeast * largest))
    return undefined;
  const usual = medianOfValues(rises);
  return all.map((rise) => (rise < 0 ? usual : rise));
};

const runningTotals = (first: number, rises: readonly number[]): number[] => {
  let total = first;
  return [first, ...rises.map((rise) => (total += rise))];
};

/** Whether few numbers never fall, rise unevenly, and begin so many of their largest rises above zero. */
const riseFarFromZero = (values: readonly number[], height: number): boolean => {
  if (values.length < fewLeast || values.length >= valuesLeast) return false;
  const rises = differencesOf(values);
  const [least, largest] = [Math.min(...rises), Math.max(...rises)];
  return (
    least >= 0 &&
    largest - least > 1 &&
    rises.filter((rise) => rise > 0).length * 2 > rises.length &&
    values[0]! >= height * largest
  );
};

/** Whether numbers, too few to tell, may be totals since a start: a load that rises for a while looks the same. */
export const mayBeTotals = (values: readonly number[]): boolean => riseFarFromZero(values, heights.perhaps);

/**
 * Whether numbers are totals since a start, as of a counter that was exported, rather than counts of each step: they never
 * fall, though counts would, or only where the counter starts anew, and from one to the next they grow by chance, which adds up.
 * A load that rises all the time is told apart: one that was counted falls somewhere, one that was written down grows smoothly.
 * Of totals of ten requests a step and more nine in ten are found. Of fewer than 60 numbers those alone that stand a hundred of
 * their largest rises above zero.
 *
 * @param values in order of time
 */
export const areTotals = (values: readonly number[]): boolean => {
  if (values.length < valuesLeast)
    return riseFarFromZero(values, heights.sure) && logChanceOfNoFall(values) <= Math.log(chanceMost);
  const rises = risesOf(values);
  return (
    rises !== undefined &&
    rises.filter((rise) => rise > 0).length * 2 > rises.length &&
    goByChance(rises) &&
    addUp(runningTotals(values[0]!, rises)) &&
    logChanceOfNoFall(values) <= Math.log(chanceMost)
  );
};
