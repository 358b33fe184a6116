/** Jobs that do not depend on each other, by their place in a list. */
export type Jobs<Result> = { readonly count: number; readonly doOne: (place: number) => Result };

/** Jobs that a helper on another thread does too: the calling thread takes them from the start of the list, the helper from its end. */
export type SharedWork<Result> = {
  /** Claims the next job for the calling thread. False: the helper has taken the rest. */
  readonly claimNext: () => boolean;
  /** Results of the last jobs, the very last first: those that the helper has finished so far. */
  readonly fromEnd: () => readonly Result[];
  /** Blocks until the helper has finished more, of this list or of another one. False: it will finish no more. */
  readonly waitForMore: () => boolean;
};

/** Jobs on the way. */
type JobsUnderWay<Result> = {
  /** Does one more job on the calling thread. False: the others are taken. */
  readonly runNext: () => boolean;
  /** Blocks until the helper has finished more, where results are missing. */
  readonly waitForOthers: () => void;
  /** Results of all jobs, in their order; null until all are done. */
  readonly results: () => Result[] | null;
};

/** Begins jobs; the calling thread has done none of them yet. Their results are the same whichever thread does them. */
export const startJobs = <Result>(
  { count, doOne }: Jobs<Result>,
  shared: SharedWork<Result> | null,
): JobsUnderWay<Result> => {
  const fromStart: Result[] = [];
  // null: nobody helps, or no more. What is left is then done on the calling thread.
  let helper = shared;
  const othersOf = (): readonly Result[] => shared?.fromEnd() ?? [];
  const isDone = (): boolean => fromStart.length + othersOf().length >= count;
  const isLeft = (): boolean => (helper === null ? !isDone() : helper.claimNext());
  return {
    runNext: () => {
      if (!isLeft()) return false;
      fromStart.push(doOne(fromStart.length));
      return true;
    },
    waitForOthers: () => {
      // All results may have arrived meanwhile: no further answer would come.
      if (isDone() || helper === null) return;
      const hasMore = helper.waitForMore();
      if (!hasMore) helper = null;
    },
    results: () =>
      isDone()
        ? [
            ...fromStart,
            ...othersOf()
              .slice(0, count - fromStart.length)
              .toReversed(),
          ]
        : null,
  };
};

/** Begins all jobs, with or without a helper. The function that it returns ends them, and gives their results in order. */
export type BeginAll = <Result>(jobs: Jobs<Result>) => () => Result[];

/** Begins jobs, which a helper may do while the caller does something else. */
export const beginJobs = <Result>(
  jobs: Jobs<Result>,
  shared: SharedWork<Result> | null,
): (() => Result[]) => {
  const underWay = startJobs(jobs, shared);
  return () => {
    for (;;) {
      const results = underWay.results();
      if (results !== null) return results;
      if (!underWay.runNext()) underWay.waitForOthers();
    }
  };
};

/** One after the other, without a helper, when they are ended. */
export const beginAllHere: BeginAll = (jobs) => beginJobs(jobs, null);
