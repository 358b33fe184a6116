/** Jobs that need nothing of each other, by their place in a list. */
export type Jobs<Result> = { readonly count: number; readonly doOne: (place: number) => Result };

/** Jobs that somebody on another thread does too. Both take one after the other, from both ends of the list. */
export type SharedWork<Result> = {
  /** Whether a job is left for the one who asked, which takes the first ones. */
  readonly takesNext: () => boolean;
  /** Results of the last jobs, the very last first, as far as the other has done them. Waits for it, to be called once. */
  readonly resultsFromEnd: () => readonly Result[];
};

/** Results of all jobs, in their order: the same whoever does them. */
export const resultsOf = <Result>(
  { count, doOne }: Jobs<Result>,
  shared: SharedWork<Result> | null,
): Result[] => {
  const results: Result[] = [];
  while (results.length < count && (shared === null || shared.takesNext()))
    results.push(doOne(results.length));
  const fromEnd = shared?.resultsFromEnd() ?? [];
  // A helper that fell silent leaves a gap.
  while (results.length + fromEnd.length < count) results.push(doOne(results.length));
  return [...results, ...fromEnd.toReversed()];
};

/** Does all jobs, in whichever way, and gives their results in order. */
export type DoAll = <Result>(jobs: Jobs<Result>) => Result[];

/** One after the other, with nobody's help. */
export const doAllHere: DoAll = (jobs) => resultsOf(jobs, null);
