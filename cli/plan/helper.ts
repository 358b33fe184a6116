import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Candidate } from '../../planner/recommend/trials/candidates.ts';
import type { Helper, LabOptions, WorldRuns } from '../../planner/recommend/trials/lab.ts';

/** .ts in a checkout, .js in the installed package. */
const helperUrl = new URL(`./helper-worker${extname(import.meta.filename)}`, import.meta.url);

/** What a helper is asked. The options of a lab come once, with its number. */
export type HelperTask = {
  readonly lab: number;
  readonly options?: Omit<LabOptions, 'helper' | 'change'>;
  readonly draw: number;
  readonly candidates: readonly Candidate[];
};

/** Places in the memory that both threads see: whether the helper is awake, and how many answers it has sent. */
export const signals = { awake: 0, answers: 1 } as const;

/** What a helper is started with. */
export type HelperData = { readonly signal: Int32Array; readonly port: MessagePort };

/** One world never takes so long; a helper that was ended answers no more, and its work is done here. */
const answerMsMax = 60_000;

/** Waits without an event loop: the planning thread has none while it plans. */
const receive = (port: MessagePort, signal: Int32Array): WorldRuns | null => {
  for (;;) {
    const answers = Atomics.load(signal, signals.answers);
    const received = receiveMessageOnPort(port) as { readonly message: WorldRuns | null } | undefined;
    if (received !== undefined) return received.message;
    if (Atomics.wait(signal, signals.answers, answers, answerMsMax) === 'timed-out') return null;
  }
};

/** A helper that can be waited for. */
type ThreadHelper = Helper & {
  /** Blocks until it takes work. */
  readonly whenAwake: () => void;
};

/**
 * Starts a thread that simulates one world while the caller simulates another. Until it is awake, and for labs that a
 * function changes, it takes nothing. It ends with the thread that started it.
 *
 * @returns undefined where the machine has one processor only
 */
export const startHelper = (processors = availableParallelism()): ThreadHelper | undefined => {
  if (processors < 2) return undefined;
  const signal = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData = { signal, port: port2 };
  const worker = new Worker(helperUrl, { workerData, transferList: [port2] });
  worker.unref();
  const labs = new WeakMap<LabOptions, number>();
  let labCount = 0;
  let isLost = false;
  return {
    whenAwake: () => void Atomics.wait(signal, signals.awake, 0),
    begin: (options, draw, candidates) => {
      if (isLost || options.change !== undefined || Atomics.load(signal, signals.awake) === 0) return null;
      const known = labs.get(options);
      const lab = known ?? labCount++;
      labs.set(options, lab);
      const { helper: _, change: __, ...plain } = options;
      const task: HelperTask = { lab, draw, candidates, ...(known === undefined && { options: plain }) };
      port1.postMessage(task);
      return () => {
        const runs = receive(port1, signal);
        isLost = runs === null;
        return runs;
      };
    },
  };
};
