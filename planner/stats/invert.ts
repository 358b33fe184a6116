/**
 * The x in [low, high] at which a non-decreasing function reaches `target`, by bisection down to the spacing of
 * doubles; an end of the range where the function never crosses the target.
 *
 * @example invertIncreasing((x) => x * x, 2, { low: 0, high: 2 }) // 1.4142135624
 */
export const invertIncreasing = (
  increasing: (x: number) => number,
  target: number,
  range: { readonly low: number; readonly high: number },
): number => {
  let { low, high } = range;
  if (increasing(low) >= target) return low;
  if (increasing(high) <= target) return high;
  for (let halvings = 0; halvings < 2000; halvings++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (increasing(middle) < target) low = middle;
    else high = middle;
  }
  return target - increasing(low) < increasing(high) - target ? low : high;
};
