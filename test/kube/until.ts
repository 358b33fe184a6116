import { setTimeout as wait } from 'node:timers/promises';

type Looks = {
  readonly everyMs?: number;
  /** Runs between two looks, and throws where it can't become so any more. */
  readonly between?: () => Promise<void>;
};

/** Looks again and again until something is so: for what another program tells by no event. */
export const until = async (
  isSo: () => Promise<boolean>,
  { everyMs = 50, between = async () => {} }: Looks = {},
): Promise<void> => {
  while (!(await isSo())) {
    await between();
    await wait(everyMs);
  }
};
