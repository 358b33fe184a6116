import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  resourceLimits,
  Worker,
} from 'node:worker_threads';
import type { ReplayHelper, ReplayTask } from '../../planner/calibrate/replay-jobs.ts';
import type { Helper } from '../../planner/recommend/trials/lab.ts';
import type { SharedWork } from '../../planner/simulate/shared-work.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { createPiecesWriter, type PiecesTask } from './pieces-task.ts';

/** .ts in a checkout, .js in the installed package. */
const helperUrl = new URL(`./helper-worker${extname(import.meta.filename)}`, import.meta.url);

/** Replays of a calibration; null: of the recordings that came before. */
type ReplaysTask = {
  readonly recordings: readonly Recording[] | null;
  readonly replays: ReplayTask;
};

/** What a helper is asked: a list of jobs, by its number. */
export type HelperTask = {
  readonly list: number;
  readonly count: number;
  /** Whether it comes before all other lists. */
  readonly isAwaited: boolean;
  readonly work: PiecesTask | ReplaysTask;
};

/**
 * Places in the memory that both threads see. `awake`: whether the helper takes work. `answers`: how many it has sent.
 * `taken` and on: of each list, how many jobs both threads have taken, one from the front and the other from the back.
 */
export const signals = { awake: 0, answers: 1, taken: 2 } as const;

/** Lists that can be shared, of which a plan has some hundred; what is beyond is done by the one who asks. */
const listsMost = 1 << 16;

/** What a helper is started with. */
export type HelperData = { readonly signal: Int32Array; readonly port: MessagePort };

/** What a helper answers: the result of the next job that it took of a list, from the last one on. */
export type HelperAnswer = { readonly list: number; readonly result: unknown };

/** One job never takes so long; a helper that was ended answers no more, and its work is done here. */
const answerMsMax = 60_000;

/** A helper of calibration and plan, that can be waited for. */
type ThreadHelper = Helper &
  ReplayHelper & {
    /** Blocks until it takes work. */
    readonly whenAwake: () => void;
  };

/** A thread that does tasks, and the memory that it shares with the one who asks. */
type HelperThread = {
  readonly port: MessagePort;
  readonly signal: Int32Array;
  /** Of each list that was shared, what has come of it. */
  readonly results: Map<number, unknown[]>;
  isLost: boolean;
};

/** With the limits of the thread that starts it: both hold the same recordings. */
const startThread = (): HelperThread => {
  const places = signals.taken + listsMost;
  const signal = new Int32Array(new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData: HelperData = { signal, port: port2 };
  const worker = new Worker(helperUrl, { workerData, transferList: [port2], resourceLimits });
  worker.unref();
  return { port: port1, signal, results: new Map(), isLost: false };
};

/** Takes in what the thread has sent. False: nothing has come. */
const receive = ({ port, results }: HelperThread): boolean => {
  for (let isAny = false; ; isAny = true) {
    const received = receiveMessageOnPort(port) as { readonly message: HelperAnswer } | undefined;
    if (received === undefined) return isAny;
    results.get(received.message.list)!.push(received.message.result);
  }
};

/** Waits without an event loop: the planning thread has none while it plans. */
const waitsFor = (thread: HelperThread): boolean => {
  const { signal } = thread;
  while (!thread.isLost) {
    const answers = Atomics.load(signal, signals.answers);
    if (receive(thread)) return true;
    thread.isLost = Atomics.wait(signal, signals.answers, answers, answerMsMax) === 'timed-out';
  }
  return false;
};

/** Sends a list of jobs. Its results are of the kind that the thread makes of such work. */
const shareList = <Result>(
  thread: HelperThread,
  { work, count, isAwaited }: Omit<HelperTask, 'list'>,
): SharedWork<Result> | null => {
  const { port, signal, results } = thread;
  const list = results.size;
  if (list === listsMost) return null;
  const fromEnd: Result[] = [];
  results.set(list, fromEnd);
  port.postMessage({ list, count, isAwaited, work } satisfies HelperTask);
  return {
    takesNext: () => Atomics.add(signal, signals.taken + list, 1) < count,
    fromEnd: () => {
      receive(thread);
      return fromEnd;
    },
    waits: () => waitsFor(thread),
  };
};

/**
 * Starts a thread that simulates some pieces while the caller simulates others. Until it is awake it takes no piece; replays
 * take longer than its start, so they wait for it. It ends with the thread that started it.
 *
 * @returns undefined where the machine has one processor only
 */
export const startHelper = (processors = availableParallelism()): ThreadHelper | undefined => {
  if (processors < 2) return undefined;
  const thread = startThread();
  const { signal } = thread;
  const workOf = createPiecesWriter();
  /** It must not keep them: the plan that follows needs none. */
  let recordingsSent: WeakRef<readonly Recording[]> | undefined;
  return {
    whenAwake: () => void Atomics.wait(signal, signals.awake, 0),
    share: (pieces, isAwaited) =>
      thread.isLost || Atomics.load(signal, signals.awake) === 0
        ? null
        : shareList(thread, { work: workOf(pieces), count: pieces.length, isAwaited }),
    shareReplays: (recordings, replays, count) => {
      if (thread.isLost) return null;
      const isNew = recordings !== recordingsSent?.deref();
      if (isNew) recordingsSent = new WeakRef(recordings);
      const work = { recordings: isNew ? recordings : null, replays };
      return shareList(thread, { work, count, isAwaited: true });
    },
  };
};
