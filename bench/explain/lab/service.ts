import type { Cause } from '../planted.ts';
import { type Answer, answers } from './answers.ts';

/** How one request ends: an answer, or none; with the cause that the planter planted, where it fails. */
export type Ending =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly cause: Cause | null }
  | { readonly kind: 'reset'; readonly cause: Cause }
  /** Nothing comes: the client gives up. */
  | { readonly kind: 'silence'; readonly cause: Cause };

export const scored: Ending = { kind: 'answer', answer: answers.ok, cause: null };
const scoredIn = (serviceMs: number): Ending => ({
  kind: 'answer',
  answer: {
    ...answers.ok,
    headers: { ...answers.ok.headers, 'x-ms-run-fn-exec-ms': serviceMs.toFixed(3) },
  },
  cause: null,
});
export const failed = (answer: Answer, cause: Cause): Ending => ({ kind: 'answer', answer, cause });

/** After so long, real time. */
export const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Options = {
  /** Whom requests may be sent to now. */
  readonly replicas: () => readonly string[];
  readonly slots: number;
  readonly serviceMs: () => number;
  /** A request that waits longer for a slot is turned away. */
  readonly queueWaitMs: number;
  /** null: no limit. From the arrival. */
  readonly timeoutMs: number | null;
  /** Answers tell the time inside run(), as the inference server of Azure ML does. */
  readonly tellsServiceTime: boolean;
  /** How a request ends that ran on a replica; by default well. */
  readonly onReplica: (replica: string) => Ending | Promise<Ending>;
  /** Every slot was taken for too long. */
  readonly turnedAway: () => Ending;
  /** No replica is ready. */
  readonly nobody: () => Ending;
  /** It took longer than the limit. */
  readonly timedOut: () => Ending;
};

/** One queue in front of replicas with slots: the mechanism behind requests that are turned away or cut. */
export const createService = (options: Options) => {
  const busy = new Map<string, number>();
  const waiting: { readonly wake: (replica: string) => void }[] = [];

  const freeReplica = (): string | undefined =>
    options
      .replicas()
      .filter((name) => (busy.get(name) ?? 0) < options.slots)
      .sort((a, b) => (busy.get(a) ?? 0) - (busy.get(b) ?? 0))[0];

  const drain = (): void => {
    for (let replica = freeReplica(); replica !== undefined && waiting.length > 0; replica = freeReplica()) {
      busy.set(replica, (busy.get(replica) ?? 0) + 1);
      waiting.shift()!.wake(replica);
    }
  };

  /** The replica whose slot was taken, or null after the wait. */
  const takeSlot = (): Promise<string | null> =>
    new Promise((resolve) => {
      const place = {
        wake: (replica: string) => {
          clearTimeout(timer);
          resolve(replica);
        },
      };
      const timer = setTimeout(() => {
        const at = waiting.indexOf(place);
        if (at >= 0) waiting.splice(at, 1);
        resolve(null);
      }, options.queueWaitMs);
      waiting.push(place);
      drain();
    });

  const run = async (replica: string): Promise<Ending> => {
    try {
      const ending = await options.onReplica(replica);
      const isOk = ending.kind === 'answer' && ending.cause === null;
      if (!isOk) return ending;
      const serviceMs = options.serviceMs();
      await after(serviceMs);
      // The replica may have gone while the request ran on it.
      const atEnd = await options.onReplica(replica);
      return options.tellsServiceTime && atEnd === scored ? scoredIn(serviceMs) : atEnd;
    } finally {
      busy.set(replica, (busy.get(replica) ?? 1) - 1);
      drain();
    }
  };

  const queue = async (): Promise<Ending> => {
    if (options.replicas().length === 0) return options.nobody();
    const replica = await takeSlot();
    return replica === null ? options.turnedAway() : run(replica);
  };

  return {
    /** Lets what waits see replicas that have come. */
    drain,
    busy: (): number => [...busy.values()].reduce((sum, n) => sum + n, 0),
    score: (): Promise<Ending> =>
      options.timeoutMs === null
        ? queue()
        : Promise.race([queue(), after(options.timeoutMs).then(() => options.timedOut())]),
  };
};
