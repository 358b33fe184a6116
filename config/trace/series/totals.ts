import { normalShare } from '../../../planner/stats/normal.ts';
import { medianOfValues } from '../../../planner/stats/simple.ts';
import { sumOf } from '../../../planner/stats/sum.ts';

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

/** The largest number of which all are multiples: 10 for numbers that were rounded to tens. */
const gridOf = (numbers: readonly number[]): number => {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
  return numbers.reduce((grid, number) => common(Math.abs(number), grid), 0);
};

/** From rise to rise. Of a curve that somebody wrote down they differ by 1 of its grid by rounding alone: no step. */
const stepsOf = (rises: readonly number[]): number[] => {
  const grid = gridOf(rises);
  return differencesOf(rises).map((step) => (Math.abs(step) > grid ? step : 0));
};

/** Whether rises go up and down as a load does. */
const goByChance = (rises: readonly number[]): boolean => {
  const steps = stepsOf(rises);
  const turns = steps.filter((step, i) => i > 0 && step * steps[i - 1]! < 0).length;
  return turns >= turnsLeastShare * steps.length;
};

const largestOf = (numbers: readonly number[]): number =>
  numbers.reduce((most, one) => Math.max(most, one), 0);

/** How often numbers turn from up to down or back, on the whole: by more than a share of the largest. */
const turnsOf = (numbers: readonly number[], swing: number): number => {
  let [turns, direction, extreme] = [0, 0, numbers[0]!];
  for (const number of numbers) {
    const step = number - extreme;
    if (direction !== 0 && step * direction >= 0) extreme = number;
    else if (Math.abs(step) > swing) {
      if (direction !== 0) turns++;
      [direction, extreme] = [Math.sign(step), number];
    }
  }
  return turns;
};

/** Rises of a written load go up, or down, or up and down; those of a sum as often as its load does. */
const turnsLeast = 3;

/** Blocks of rows in which waves of a load are looked for, and how far each goes up and down, as a share of the highest. */
const waves = { blocksLeast: 12, rowsOfBlock: 4, swingShare: 0.25 } as const;

/** Whether rises go up and down in waves, longer than chance does. */
const goInWaves = (rises: readonly number[]): boolean => {
  for (let blocks: number = waves.blocksLeast; rises.length / blocks >= waves.rowsOfBlock; blocks *= 2) {
    const rows = Math.floor(rises.length / blocks);
    const sums = Array.from({ length: blocks }, (_, i) => sumOf(rises.slice(i * rows, (i + 1) * rows)));
    if (turnsOf(sums, waves.swingShare * largestOf(sums)) >= turnsLeast) return true;
  }
  return false;
};

/**
 * What a load shows that somebody wrote down as ramps with holds. At least so large a share of its rises is 0, and so large a share is
 * as large as the rise before; in sums of small counts up to two thirds are, by chance. A rise may differ by a rounding, one grid, from
 * the one before, if both are at least so many grids.
 */
const written = { flatLeastShare: 0.1, equalLeastShare: 0.75, roundedLeast: 5 } as const;

/** Whether rises are those of ramps with holds: there is no chance in equal rises and flat stretches. */
const areRampsWithHolds = (rises: readonly number[]): boolean => {
  const grid = gridOf(rises);
  const flat = rises.filter((rise) => rise === 0).length;
  const equal = differencesOf(rises).filter((step, i) => {
    const isRounded = Math.min(rises[i]!, rises[i + 1]!) >= written.roundedLeast * grid;
    return Math.abs(step) <= (isRounded ? grid : 0);
  }).length;
  return (
    flat >= written.flatLeastShare * rises.length && equal >= written.equalLeastShare * (rises.length - 1)
  );
};

/** Differences of numbers that lie so far apart. */
const differencesOver = (values: readonly number[], distance: number): number[] =>
  values.slice(distance).map((value, i) => value - values[i]!);

/** Median of the squared differences of an order, over a distance: free of what rises evenly, or along a curve of a lower order. */
const unevennessOver = (values: readonly number[], distance: number, order: number): number => {
  let differences = values;
  for (let i = 0; i < order; i++) differences = differencesOver(differences, distance);
  return medianOfValues(differences.map((value) => value ** 2));
};

/** Third differences need the fewest numbers; fifth ones don't take a load that goes up and down within the hour for chance. */
const orders = [3, 5] as const;

/** Chance adds up in a sum, and does not in counts. */
const addUp = (values: readonly number[]): boolean =>
  orders.some((order) => {
    const ratio = unevennessOver(values, stride, order) / unevennessOver(values, 1, order);
    return ratio >= growth.least && ratio <= growth.most;
  });

/** A counter starts again when its process does: once in so many rows at most, and by more than so many of its largest rises. */
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
  const largest = largestOf(rises);
  if (falls.length * rowsPerReset > values.length || falls.some((fall) => -fall <= resetDepthLeast * largest))
    return undefined;
  const usual = medianOfValues(rises);
  return all.map((rise) => (rise < 0 ? usual : rise));
};

const runningTotals = (first: number, rises: readonly number[]): number[] => {
  let total = first;
  return [first, ...rises.map((rise) => (total += rise))];
};

const mostRise = (rises: readonly number[]): boolean =>
  rises.filter((rise) => rise > 0).length * 2 > rises.length;

/** Whether few numbers never fall, rise unevenly, and begin so many of their largest rises above zero. */
const riseFarFromZero = (values: readonly number[], height: number): boolean => {
  if (values.length < fewLeast || values.length >= valuesLeast) return false;
  const rises = differencesOf(values);
  const [least, largest] = [Math.min(...rises), Math.max(...rises)];
  return least >= 0 && largest - least > 1 && mostRise(rises) && values[0]! >= height * largest;
};

/**
 * Whether numbers may be totals since a start that can't be told from a load that rises: too few of them, or of a load that is even.
 */
export const mayBeTotals = (values: readonly number[]): boolean => {
  if (values.length < valuesLeast) return riseFarFromZero(values, heights.perhaps);
  const rises = differencesOf(values);
  return rises.every((rise) => rise >= 0) && mostRise(rises) && values[0]! >= heights.sure * largestOf(rises);
};

/**
 * Whether numbers are totals since a start, as of a counter that was exported, rather than counts of each step: they never
 * fall, though counts would, or only where the counter starts again. And either they grow from one to the next by chance, which adds up; or
 * their rises go up and down in waves; or these turn, and all stands a hundred of the largest rises above zero.
 * A load that rises all the time is told apart: one that was counted falls somewhere, one that was written down grows smoothly, or
 * in ramps with holds.
 * Of fewer than 60 numbers those alone that stand a hundred of their largest rises above zero.
 *
 * @param values in order of time
 */
export const areTotals = (values: readonly number[]): boolean => {
  if (areRampsWithHolds(differencesOf(values))) return false;
  if (values.length < valuesLeast)
    return riseFarFromZero(values, heights.sure) && logChanceOfNoFall(values) <= Math.log(chanceMost);
  const rises = risesOf(values);
  if (rises === undefined || !mostRise(rises)) return false;
  if (logChanceOfNoFall(values) > Math.log(chanceMost)) return false;
  const isFarFromZero = values[0]! >= heights.sure * largestOf(rises);
  return (
    (goByChance(rises) && addUp(runningTotals(values[0]!, rises))) ||
    goInWaves(rises) ||
    (isFarFromZero &&
      turnsOf(
        stepsOf(rises)
          .filter((step) => step !== 0)
          .map(Math.sign),
        1,
      ) >= turnsLeast)
  );
};
