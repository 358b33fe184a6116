import { meanOfValues, medianOfValues } from './simple.ts';

/** Median of |normal| with variance 1: turns a median of absolute differences into a standard deviation. */
const medianToDeviation = 0.6744897501960817;

/**
 * Variance of the noise from differences of neighbours: by their median, which a few steps of the level do not
 * touch, or by their mean square where most neighbours are equal (counts that are mostly zero).
 */
const noiseVariance = (values: readonly number[]): number => {
  const steps = values.slice(1).map((value, t) => Math.abs(value - values[t]!));
  const robust = (medianOfValues(steps) / medianToDeviation) ** 2 / 2;
  return robust > 0 ? robust : meanOfValues(steps.map((step) => step * step)) / 2;
};

/** Sum of squares around the mean of values[from, to), from running sums: O(1) per call. */
const segmentCost = (values: readonly number[]): ((from: number, to: number) => number) => {
  const sums = [0];
  const squares = [0];
  const center = medianOfValues(values);
  for (const value of values) {
    sums.push(sums.at(-1)! + value - center);
    squares.push(squares.at(-1)! + (value - center) ** 2);
  }
  return (from, to) =>
    Math.max(0, squares[to]! - squares[from]! - (sums[to]! - sums[from]!) ** 2 / (to - from));
};

/**
 * Where the level of a noisy series changes: the start of a spike, replicas that became ready, recovery. Finds the
 * segmentation with the smallest sum of squares plus a penalty for each change: exact, by the pruned dynamic program
 * PELT. Linear time where changes are frequent, O(n²) at worst.
 * Source: Killick, Fearnhead & Eckley, "Optimal detection of changepoints", JASA 107, 2012.
 *
 * @param options.minLength shortest stretch of constant level, in steps
 * @param options.penalty sum of squares that one more change must save; by default 3 ln(n) variances of the noise,
 * the noise taken from differences of neighbours (for a series whose noise is correlated, give a larger one)
 * @returns indices at which a new level begins, ascending; empty for a series without change
 * @example changePoints([1, 1, 1, 9, 9, 9], { minLength: 2 }) // [3]
 */
export const changePoints = (
  values: readonly number[],
  options: { readonly minLength: number; readonly penalty?: number },
): number[] => {
  const { minLength } = options;
  const n = values.length;
  if (n < 2 * minLength || n < 2) return [];
  const penalty = options.penalty ?? 3 * Math.log(n) * noiseVariance(values);
  const cost = segmentCost(values);

  const best = [-penalty];
  const lastChange = [0];
  // Candidates for the last change, each with the end from which on a later one is sure to be no worse.
  const candidates = new Map([[0, Number.POSITIVE_INFINITY]]);
  for (let end = minLength; end <= n; end++) {
    let start = 0;
    let total = Number.POSITIVE_INFINITY;
    for (const [from, expiresAt] of candidates) {
      if (expiresAt <= end) candidates.delete(from);
      else {
        const value = best[from]! + cost(from, end) + penalty;
        if (value < total) [total, start] = [value, from];
      }
    }
    best[end] = total;
    lastChange[end] = start;
    for (const [from, expiresAt] of candidates)
      if (best[from]! + cost(from, end) > total) candidates.set(from, Math.min(expiresAt, end + minLength));
    if (end >= 2 * minLength - 1) candidates.set(end - minLength + 1, Number.POSITIVE_INFINITY);
  }
  return tracedBack(lastChange, n);
};

const tracedBack = (lastChange: readonly number[], n: number): number[] => {
  const changes: number[] = [];
  for (let end = lastChange[n]!; end > 0; end = lastChange[end]!) changes.unshift(end);
  return changes;
};
