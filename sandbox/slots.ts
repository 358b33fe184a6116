import type { Sampler } from '../planner/stats/distributions.ts';
import type { Random } from '../planner/stats/random.ts';
import { createIntegral, type Integral } from './integral.ts';

/** How run() ended: with an answer after so long, or with the end of its container. */
export type RunEnd = { readonly kind: 'scored'; readonly runMs: number } | { readonly kind: 'crashed' };

/** Frees the slot at once; the run's end is then never told. */
export type CancelRun = () => void;

/** The requests that one replica runs. How many it may run is for the router to keep. */
export type Slots = {
  readonly busy: () => number;
  /** Busy slots over time, and requests ever begun: what a metrics server would scrape. */
  readonly busyOverTime: Integral;
  readonly begun: () => number;
  readonly run: (onEnd: (end: RunEnd) => void) => CancelRun;
  /** The container ends, and every run() in it. */
  readonly breakAll: () => void;
  /** Stops the timers; nothing is told any more. */
  readonly close: () => void;
};

type SlotsOptions = {
  readonly serviceMs: Sampler;
  readonly crashShare: number;
  readonly random: Random;
  /** run() takes its container down; answer with `breakAll`. */
  readonly onCrash: () => void;
  /** After each change of the number of busy slots. */
  readonly onBusyChange: () => void;
};

/** Runs take drawn service times. Timers are good to about 1 ms, so what is told is the time that really passed. */
export const createSlots = (options: SlotsOptions): Slots => {
  const { serviceMs, crashShare, random, onCrash, onBusyChange } = options;
  const runs = new Map<NodeJS.Timeout, (end: RunEnd) => void>();
  const busyOverTime = createIntegral(performance.now());
  let begun = 0;

  const countBusy = (): void => {
    busyOverTime.set(runs.size, performance.now());
    onBusyChange();
  };

  const release = (timer: NodeJS.Timeout): void => {
    clearTimeout(timer);
    if (runs.delete(timer)) countBusy();
  };

  const run = (onEnd: (end: RunEnd) => void): CancelRun => {
    const startedMs = performance.now();
    const untilAnswerMs = serviceMs();
    const crashes = crashShare > 0 && random() < crashShare;
    const timer = setTimeout(
      () => {
        if (crashes) return onCrash();
        release(timer);
        onEnd({ kind: 'scored', runMs: performance.now() - startedMs });
      },
      crashes ? untilAnswerMs * random() : untilAnswerMs,
    );
    begun += 1;
    runs.set(timer, onEnd);
    countBusy();
    return () => release(timer);
  };

  const close = (): void => {
    for (const timer of runs.keys()) clearTimeout(timer);
    runs.clear();
  };

  const breakAll = (): void => {
    const broken = [...runs.values()];
    close();
    countBusy();
    for (const onEnd of broken) onEnd({ kind: 'crashed' });
  };

  return { busy: () => runs.size, busyOverTime, begun: () => begun, run, breakAll, close };
};
