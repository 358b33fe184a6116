/**
 * Arrivals of each second that one of several runners fires: those of the whole plan, numbered from 0, whose number
 * leaves `index` when it is divided by `count`. The shares of all runners add up to the plan.
 * The other side is load/module/share.go.
 *
 * @example shareOf([3, 0, 2], { index: 0, count: 2 }) // [2, 0, 1]
 */
export const shareOf = (
  perSecond: readonly number[],
  { index, count }: { readonly index: number; readonly count: number },
): number[] => {
  let before = 0;
  const ownBelow = (number: number): number => Math.floor((number - 1 - index) / count);
  return perSecond.map((arrivals) => {
    const own = ownBelow(before + arrivals) - ownBelow(before);
    before += arrivals;
    return own;
  });
};

/** The name of a runner in its lines. */
export const runnerName = (index: number): string => `runner-${index}`;
