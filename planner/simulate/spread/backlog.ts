/**
 * Who waits at one replica: when each of them leaves its queue, for a slot or for good. Nobody passes another by, so these
 * times ascend. They are known when a request comes, so nothing has to happen when they pass: who has left is dropped when
 * somebody looks.
 */
export type Backlog = {
  /** Those at the places from `first` to before `end`; the others have left. */
  readonly leavesAtSeconds: number[];
  first: number;
  end: number;
};

/** Nobody waits. */
export const createBacklog = (): Backlog => ({ leavesAtSeconds: [], first: 0, end: 0 });

/** Lets one more wait. */
export const addToBacklog = (backlog: Backlog, leavesAtSeconds: number): void => {
  backlog.leavesAtSeconds[backlog.end++] = leavesAtSeconds;
};

/** How many wait at a moment, which is not before any that was asked for. */
export const waitingIn = (backlog: Backlog, atSeconds: number): number => {
  const { leavesAtSeconds, end } = backlog;
  let { first } = backlog;
  while (first < end && leavesAtSeconds[first]! <= atSeconds) first++;
  // Memory for the busiest stretch is kept: to give it back and to ask for it again costs more.
  if (first === end) backlog.end = first = 0;
  backlog.first = first;
  return backlog.end - first;
};

/** How long those who wait at a moment will still wait, all together. */
export const unfinishedWaitSeconds = (backlog: Backlog, atSeconds: number): number => {
  const waiting = waitingIn(backlog, atSeconds);
  let seconds = 0;
  for (let place = backlog.first; place < backlog.first + waiting; place++)
    seconds += backlog.leavesAtSeconds[place]! - atSeconds;
  return seconds;
};
