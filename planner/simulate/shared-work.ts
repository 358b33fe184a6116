/** Jobs that need nothing of each other, by their place in a list. */
export type Jobs<Result> = { readonly count: number; readonly doOne: (place: number) => Result };

/** Jobs that somebody on another thread does too. Both take one after the other, from both ends of the list. */
export type SharedWork<Result> = {
  /** Whether a job is left for the one who asked, which takes the first ones. */
  readonly takesNext: () => boolean;
  /** Results of the last jobs, the very last first, as far as they have come. */
  readonly fromEnd: () => readonly Result[];
  /** Waits until more has come, of this list or of another one. False: nothing comes any more. */
  readonly waits: () => boolean;
};

/** Jobs on the way. */
type JobsUnderWay<Result> = {
  /** Does one more job here. False: the others are taken. */
  readonly doesNext: () => boolean;
  /** Waits for the one who does the others, where some have not come. */
  readonly waits: () => void;
  /** Results of all jobs, in their order; null until all are done. */
  readonly results: () => Result[] | null;
};

/** Begins jobs; nothing is done of them here yet. Their results are the same whoever does them. */
export const startJobs = <Result>(
  { count, doOne }: Jobs<Result>,
  shared: SharedWork<Result> | null,
): JobsUnderWay<Result> => {
  const fromStart: Result[] = [];
  let isAlone = shared === null;
  const othersOf = (): readonly Result[] => shared?.fromEnd() ?? [];
  const isDone = (): boolean => fromStart.length + othersOf().length >= count;
  const isLeft = (): boolean => (isAlone ? !isDone() : shared!.takesNext());
  return {
    doesNext: () => {
      if (!isLeft()) return false;
      fromStart.push(doOne(fromStart.length));
      return true;
    },
    waits: () => {
      // All may have come since it was asked for: nobody would answer any more.
      if (isDone()) return;
      // A helper that fell silent leaves a gap, which is filled here.
      isAlone ||= !shared!.waits();
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

/** Begins all jobs, in whichever way. What is returned ends them, and gives their results in order. */
export type BeginAll = <Result>(jobs: Jobs<Result>) => () => Result[];

/** Begins jobs, which somebody may do while the caller does something else. */
export const beginJobs = <Result>(
  jobs: Jobs<Result>,
  shared: SharedWork<Result> | null,
): (() => Result[]) => {
  const underWay = startJobs(jobs, shared);
  return () => {
    for (;;) {
      const results = underWay.results();
      if (results !== null) return results;
      if (!underWay.doesNext()) underWay.waits();
    }
  };
};

/** One after the other, with nobody's help, when they are ended. */
export const beginAllHere: BeginAll = (jobs) => beginJobs(jobs, null);
