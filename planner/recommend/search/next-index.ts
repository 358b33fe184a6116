/** A look at an index of a row: how near its candidate is to what it may bear, 1 at the edge. */
export type Seen = { readonly at: number; readonly strain: number };

/** Everything up to index `failed` fails, `passed` passes: -1 and the length of the row where that is not known. */
type Range = {
  readonly length: number;
  readonly failed: number;
  readonly passed: number;
  /** A step away from where the search began is no longer than so many times the one that doubles with each look. */
  readonly longestStep: number;
};

/** Strains are compared by their logarithms, so each counts as at least this. */
const strainLeast = 1e-3;

const logOf = ({ strain }: Seen): number => Math.log(Math.max(strainLeast, strain));

/** Indices from a look to where a straight line through it and the one before reaches the edge; infinity where it never does. */
const distanceToEdge = (before: Seen | undefined, last: Seen): number => {
  if (before === undefined) return 0;
  const slope = (logOf(last) - logOf(before)) / (last.at - before.at);
  return slope < 0 ? Math.abs(logOf(last) / slope) : Number.POSITIVE_INFINITY;
};

/** Beyond the edge: by steps that double, or by longer ones where the strain says that it is far. */
const stepAway = (seen: readonly Seen[], longestStep: number): number => {
  const doubling = 2 ** (seen.length - 1);
  const straight = Math.ceil(distanceToEdge(seen.at(-2), seen.at(-1)!));
  return Math.max(doubling, Math.min(straight, longestStep * doubling));
};

/** Where a straight line between both ends of the range reaches the edge; halfway where that has brought only one of them nearer. */
const between = ({ failed, passed }: Range, seen: readonly Seen[]): number => {
  const [low, high] = [failed, passed].map((end) => seen.find(({ at }) => at === end));
  const [last, before] = [seen.at(-1)!, seen.at(-2)];
  const isOneSided = before !== undefined && last.strain > 1 === before.strain > 1;
  const share =
    isOneSided || low === undefined || high === undefined ? 0.5 : logOf(low) / (logOf(low) - logOf(high));
  return Math.min(passed - 1, Math.max(failed + 1, Math.round(failed + share * (passed - failed))));
};

/**
 * The index of a row to look at next, on the way to where it turns. More replicas strain less: what was seen so far tells
 * about where the strain comes to 1.
 *
 * @param seen in order of the looks, the latest last
 * @example nextIndex({ length: 5, failed: 0, passed: 4, longestStep: 8 }, [{ at: 0, strain: 2 }, { at: 4, strain: 0.5 }]) // 2
 */
export const nextIndex = (range: Range, seen: readonly Seen[]): number => {
  const { length, failed, passed, longestStep } = range;
  const { at } = seen.at(-1)!;
  if (failed === -1) return Math.max(0, at - stepAway(seen, longestStep));
  if (passed === length) return Math.min(length - 1, at + stepAway(seen, longestStep));
  return between(range, seen);
};
