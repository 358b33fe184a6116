/** A share of all values that lies at one of them. */
export type Mass = { readonly value: number; readonly share: number };

/**
 * Distribution of values of which some are only known to be larger than what was seen (right-censored), by Kaplan and
 * Meier's product limit: each censored value hands its share to the larger ones. The largest of all counts as seen,
 * so that shares add up to 1 (Efron's tail).
 * Source: Kaplan & Meier, JASA 53, 1958; Efron, 5th Berkeley Symposium, 1967.
 *
 * @param seen at least one value
 * @param censored values that would have been larger, where the wait for them was ended by something else
 * @example kaplanMeier([1, 3], [2]) // [{ value: 1, share: 0.3333 }, { value: 3, share: 0.6667 }]
 */
export const kaplanMeier = (seen: readonly number[], censored: readonly number[]): Mass[] => {
  // At a tie what was seen comes first: the censored one was still waiting then.
  const all = [
    ...seen.map((value) => ({ value, isSeen: true })),
    ...censored.map((value) => ({ value, isSeen: false })),
  ].sort((a, b) => a.value - b.value || Number(b.isSeen) - Number(a.isSeen));
  const masses: Mass[] = [];
  let left = 1;
  all.forEach(({ value, isSeen }, i) => {
    const waiting = all.length - i;
    if (!isSeen && waiting > 1) return;
    masses.push({ value, share: left / waiting });
    left -= left / waiting;
  });
  return masses;
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
