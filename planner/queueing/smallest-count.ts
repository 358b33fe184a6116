/**
 * The smallest whole number from 1 on that satisfies a condition which, once true, stays true: doubling, then
 * bisection, so O(log answer) calls.
 *
 * @throws Error when it is not true up to 2^40
 * @example smallestCount((servers) => servers * 3 >= 10) // 4
 */
export const smallestCount = (holds: (count: number) => boolean): number => {
  let high = 1;
  while (!holds(high)) {
    high *= 2;
    if (high > 2 ** 40) throw new Error(`no count up to ${high} satisfies the condition`);
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
};
