import type { Comparison, Difference } from '../../runs/schema/comparison.ts';

/** A single run of each side is the least that was compared. */
const runsLeast = 2;
/** Many more runs than anybody makes: then a comparison will not tell. */
const runsMax = 100;

/**
 * The least runs of each side that would tell what these could not. Intervals never widen with more runs of the same mean.
 *
 * @param verdictWith what a comparison of so many runs of each side comes to
 * @returns null where too many runs would be needed
 * @example runsToTell((runs) => (runs < 7 ? 'cantTell' : 'worse')) // 7
 */
export const runsToTell = (
  verdictWith: (runs: number) => Difference['verdict'],
): Comparison['runsToTell'] => {
  if (verdictWith(runsMax) === 'cantTell') return null;
  let [low, high] = [runsLeast, runsMax];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (verdictWith(middle) === 'cantTell') low = middle + 1;
    else high = middle;
  }
  return high;
};
