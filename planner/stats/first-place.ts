/**
 * The first of some places, 0 to `places` - 1, at which a condition holds that stays true once it is true, by bisection; `places`
 * where it holds at none. O(log places) calls.
 *
 * @example firstPlace(4, (place) => place * place >= 3) // 2
 */
export const firstPlace = (places: number, holds: (place: number) => boolean): number => {
  let [low, high] = [0, places];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
