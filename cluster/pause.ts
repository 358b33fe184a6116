import { setTimeout as wait } from 'node:timers/promises';

/** Waits, or less long if the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);
