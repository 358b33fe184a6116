/** Values moved and scaled to 0..1. */
const normalized = (values: readonly number[]): number[] => {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return values.map((value) => (value - low) / (high - low));
};

/**
 * Kneedle: the point of a rising, flattening curve (throughput against load) where more effort stops paying, taken as
 * the point furthest above the chord once both axes are scaled to 0..1. It has no interval: use it as a first look,
 * and `segmentedRegression` for a figure with an error.
 * Source: Satopää, Albrecht, Irwin & Raghavan, "Finding a 'kneedle' in a haystack", ICDCSW 2011, steps 2 to 4 with
 * sensitivity 0 and no smoothing.
 *
 * @param x ascending
 * @returns the x of the knee, undefined for a curve that stays on or under its chord
 * @example kneedle([0, 1, 2, 3, 4], [0, 3, 4, 4.5, 5]) // 1
 */
export const kneedle = (x: readonly number[], y: readonly number[]): number | undefined => {
  const [across, up] = [normalized(x), normalized(y)];
  let knee: number | undefined;
  let furthest = 0;
  for (let i = 0; i < x.length; i++) {
    const above = up[i]! - across[i]!;
    if (above > furthest) [furthest, knee] = [above, x[i]!];
  }
  return knee;
};
