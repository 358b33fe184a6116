import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  resourceLimits,
  Worker,
} from 'node:worker_threads';
import { messageOf } from '../../errors/headroom-error.ts';
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

/** What a helper answers: the result of the next job that it took of a list, from the last one on; or what ended it. */
export type HelperAnswer = { readonly list: number; readonly result: unknown } | { readonly failed: string };

/** No job, and no start, takes so long. A thread that ran out of memory is silent until whoever waits for it comes to a pause. */
const answerMsMax = 60_000;

/** A helper of calibration and plan, that can be waited for. */
type ThreadHelper = Helper &
  ReplayHelper & {
    /** Blocks until it takes work, or is lost. */
    readonly whenAwake: () => void;
  };

/** A thread that does tasks, and the memory that it shares with the one who asks. */
type HelperThread = {
  readonly port: MessagePort;
  readonly signal: Int32Array;
  /** Of each list that was shared, what has come of it. */
  readonly results: Map<number, unknown[]>;
  /** It is given up; why is told the first time. */
  readonly lose: (why: string) => void;
  readonly isLost: () => boolean;
};

/** With the limits of the thread that starts it: both hold the same recordings. */
const startThread = (onLost: HelperOptions['onLost']): HelperThread => {
  const places = signals.taken + listsMost;
  const signal = new Int32Array(new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData: HelperData = { signal, port: port2 };
  const worker = new Worker(helperUrl, { workerData, transferList: [port2], resourceLimits });
  let isLost = false;
  const lose = (why: string): void => {
    if (!isLost) onLost(why);
    isLost = true;
  };
  // What is thrown outside of its work: it ran out of memory, or its modules can't be loaded.
  worker.on('error', (error) => lose(messageOf(error)));
  worker.unref();
  return { port: port1, signal, results: new Map(), lose, isLost: () => isLost };
};

/** Takes in what the thread has sent. False: nothing has come. */
const receive = ({ port, results, lose }: HelperThread): boolean => {
  for (let isAny = false; ; isAny = true) {
    const received = receiveMessageOnPort(port) as { readonly message: HelperAnswer } | undefined;
    if (received === undefined) return isAny;
    const { message } = received;
    if ('failed' in message) lose(message.failed);
    else results.get(message.list)!.push(message.result);
  }
};

/** Waits for a place in the shared memory to have another value than this one. */
const waitsForChange = ({ signal, lose }: HelperThread, place: number, value: number): void => {
  if (Atomics.wait(signal, place, value, answerMsMax) === 'timed-out')
    lose(`no answer within ${answerMsMax / 1000} s`);
};

/** Waits without an event loop: the planning thread has none while it plans. */
const waitsFor = (thread: HelperThread): boolean => {
  const { signal } = thread;
  while (!thread.isLost()) {
    const answers = Atomics.load(signal, signals.answers);
    if (receive(thread)) return !thread.isLost();
    waitsForChange(thread, signals.answers, answers);
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
    claimNext: () => Atomics.add(signal, signals.taken + list, 1) < count,
    fromEnd: () => {
      receive(thread);
      return fromEnd;
    },
    waitForMore: () => waitsFor(thread),
  };
};

type HelperOptions = {
  readonly processors?: number;
  /** Told once, if it fails, or answers no more: all is done without it from then on. */
  readonly onLost: (why: string) => void;
};

/**
 * Starts a thread that simulates some pieces while the caller simulates others. Until it is awake it takes no piece; replays
 * take longer than its start, so they wait for it. It ends with the thread that started it.
 *
 * @returns undefined where the machine has one processor only
 */
export const startHelper = ({
  processors = availableParallelism(),
  onLost,
}: HelperOptions): ThreadHelper | undefined => {
  if (processors < 2) return undefined;
  const thread = startThread(onLost);
  const { signal } = thread;
  const workOf = createPiecesWriter();
  /** It must not keep them: the plan that follows needs none. */
  let recordingsSent: WeakRef<readonly Recording[]> | undefined;
  return {
    whenAwake: () => waitsForChange(thread, signals.awake, 0),
    share: (pieces, isAwaited) =>
      thread.isLost() || Atomics.load(signal, signals.awake) === 0
        ? null
        : shareList(thread, { work: workOf(pieces), count: pieces.length, isAwaited }),
    shareReplays: (recordings, replays, count) => {
      if (thread.isLost()) return null;
      const isNew = recordings !== recordingsSent?.deref();
      if (isNew) recordingsSent = new WeakRef(recordings);
      const work = { recordings: isNew ? recordings : null, replays };
      return shareList(thread, { work, count, isAwaited: true });
    },
  };
};
