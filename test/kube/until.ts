import { setTimeout as wait } from 'node:timers/promises';

type Looks = {
  readonly everyMs?: number;
  /** Runs between two looks, and throws where it can't become so any more. */
  readonly between?: () => Promise<void>;
  /** By then it hangs. Below the time limit of a test, which would not say what hung. */
  readonly withinMs?: number;
};

/**
 * Looks again and again until something is so: for what another program tells by no event.
 *
 * @param what what is waited for, as it stands now: "the node is ready"
 * @throws Error that names it, where it is not so in time
 */
export const until = async (
  what: string | (() => string),
  isSo: () => Promise<boolean>,
  { everyMs = 50, between = async () => {}, withinMs = 50_000 }: Looks = {},
): Promise<void> => {
  const endMs = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endMs)
      throw new Error(`not so within ${withinMs / 1000} s: ${typeof what === 'string' ? what : what()}`);
    await between();
    await wait(everyMs);
  }
};
