/** A share of all values that lies at one of them. */
export type Mass = { readonly value: number; readonly share: number };

/** A distribution as far as it was seen. `left`: the share of the values that are known only to be larger than all seen. */
type ProductLimit = { readonly masses: readonly Mass[]; readonly left: number };

/**
 * Distribution of values of which some are only known to be larger than what was seen (right-censored), by Kaplan and
 * Meier's product limit: each censored value hands its share to the larger ones.
 * Source: Kaplan & Meier, JASA 53, 1958.
 *
 * @param censored values that would have been larger, where the wait for them was ended by something else
 * @example kaplanMeier([1, 3], [2]) // { masses: [{ value: 1, share: 0.3333 }, { value: 3, share: 0.6667 }], left: 0 }
 */
export const kaplanMeier = (seen: readonly number[], censored: readonly number[]): ProductLimit => {
  // At a tie what was seen comes first: the censored one was still waiting then.
  const all = [
    ...seen.map((value) => ({ value, isSeen: true })),
    ...censored.map((value) => ({ value, isSeen: false })),
  ].sort((a, b) => a.value - b.value || Number(b.isSeen) - Number(a.isSeen));
  const masses: Mass[] = [];
  let left = 1;
  all.forEach(({ value, isSeen }, i) => {
    if (!isSeen) return;
    const share = left / (all.length - i);
    masses.push({ value, share });
    left -= share;
  });
  // What rounding leaves of nothing.
  return { masses, left: all.at(-1)?.isSeen === false ? left : 0 };
};

/**
 * Values at `count` shares in the middle of even steps: the sorted values themselves where none was censored.
 *
 * @param masses in ascending order, shares adding up to 1
 */
export const valuesOf = (masses: readonly Mass[], count: number): number[] => {
  let [at, below] = [0, 0];
  return Array.from({ length: count }, (_, i) => {
    const share = (i + 0.5) / count;
    while (at < masses.length - 1 && below + masses[at]!.share <= share) below += masses[at++]!.share;
    return masses[at]!.value;
  });
};
