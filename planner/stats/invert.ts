/**
 * The x in [low, high] at which a non-decreasing function reaches `target`, by bisection down to the spacing of
 * doubles; an end of the range where the function never crosses the target.
 *
 * @example invertIncreasing((x) => x * x, 2, { low: 0, high: 2 }) // 1.4142135623730951
 */
export const invertIncreasing = (
  increasing: (x: number) => number,
  target: number,
  range: { readonly low: number; readonly high: number },
): number => {
  let { low, high } = range;
  for (let halvings = 0; halvings < 2000; halvings++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (increasing(middle) < target) low = middle;
    else high = middle;
  }
  return Math.abs(increasing(low) - target) < Math.abs(increasing(high) - target) ? low : high;
};
