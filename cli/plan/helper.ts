import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ReplayHelper, ReplayTask } from '../../planner/calibrate/replay-jobs.ts';
import type { Candidate } from '../../planner/recommend/trials/candidates.ts';
import type { Helper, LabOptions, Piece } from '../../planner/recommend/trials/lab.ts';
import type { SharedWork } from '../../planner/simulate/shared-work.ts';
import type { Recording } from '../../planner/timeline/recording.ts';

/** .ts in a checkout, .js in the installed package. */
const helperUrl = new URL(`./helper-worker${extname(import.meta.filename)}`, import.meta.url);

/**
 * Of a thread that plans: what it makes is thrown away at once, so a larger young generation only holds more memory. By
 * default each thread takes three times as much. An old generation that may take several GB is collected late, when it has
 * grown to some times what is in use: some 50 MB of a plan.
 */
export const resourceLimits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 1024 } as const;

/** A lab that the helper has not seen before, and its number. */
type NewLab = { readonly lab: number; readonly options: Omit<LabOptions, 'helper'> };

/** Pieces of a plan by number of lab, draw, part and place among the candidates, four for each. */
export type PiecesTask = {
  readonly newLabs: readonly NewLab[];
  readonly candidates: readonly Candidate[];
  readonly pieces: Int32Array;
};

/** Replays of a calibration; null: of the recordings that came before. */
type ReplaysTask = {
  readonly recordings: readonly Recording[] | null;
  readonly replays: ReplayTask;
};

/** What a helper is asked. */
export type HelperTask = PiecesTask | ReplaysTask;

/** Numbers that a piece of a task has. */
export const numbersPerPiece = 4;

/**
 * Places in the memory that both threads see: whether the helper is awake, how many answers it has sent, and how many
 * pieces of the task both have taken, one from the front and one from the back.
 */
export const signals = { awake: 0, answers: 1, taken: 2 } as const;

/** What a helper is started with. */
export type HelperData = { readonly signal: Int32Array; readonly port: MessagePort };

/** What a helper answers: results of the jobs that it took, from the last one on. */
type HelperAnswer = readonly unknown[];

/** One job never takes so long; a helper that was ended answers no more, and its work is done here. */
const answerMsMax = 60_000;

/** Waits without an event loop: the planning thread has none while it plans. */
const receive = (port: MessagePort, signal: Int32Array): HelperAnswer | null => {
  for (;;) {
    const answers = Atomics.load(signal, signals.answers);
    const received = receiveMessageOnPort(port) as { readonly message: HelperAnswer } | undefined;
    if (received !== undefined) return received.message;
    if (Atomics.wait(signal, signals.answers, answers, answerMsMax) === 'timed-out') return null;
  }
};

/** Writes tasks: options of a lab are sent once, with its number. */
const createTasks = (): ((pieces: readonly Piece[]) => PiecesTask) => {
  const labs = new WeakMap<LabOptions, number>();
  let labCount = 0;
  return (pieces) => {
    const newLabs: NewLab[] = [];
    const numberOf = ({ lab: { options } }: Piece): number => {
      const known = labs.get(options);
      if (known !== undefined) return known;
      const lab = labCount++;
      const { helper: _, ...plain } = options;
      labs.set(options, lab);
      newLabs.push({ lab, options: plain });
      return lab;
    };
    const candidates = [...new Set(pieces.map(({ candidate }) => candidate))];
    const places = new Map(candidates.map((candidate, place) => [candidate, place]));
    const numbers = pieces.flatMap((piece) => [
      numberOf(piece),
      piece.draw,
      piece.part,
      places.get(piece.candidate)!,
    ]);
    return { newLabs, candidates, pieces: Int32Array.from(numbers) };
  };
};

/** A helper of calibration and plan, that can be waited for. */
type ThreadHelper = Helper &
  ReplayHelper & {
    /** Blocks until it takes work. */
    readonly whenAwake: () => void;
  };

/** A thread that does tasks, and the memory that it shares with the one who asks. */
type HelperThread = { readonly port: MessagePort; readonly signal: Int32Array; isLost: boolean };

const startThread = (): HelperThread => {
  const places = Object.keys(signals).length;
  const signal = new Int32Array(new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData: HelperData = { signal, port: port2 };
  const worker = new Worker(helperUrl, { workerData, transferList: [port2], resourceLimits });
  worker.unref();
  return { port: port1, signal, isLost: false };
};

/** Sends a task of so many jobs. Its results are of the kind that the thread makes of such a task. */
const shareTask = <Result>(
  thread: HelperThread,
  task: HelperTask,
  count: number,
): SharedWork<Result> | null => {
  const { port, signal } = thread;
  Atomics.store(signal, signals.taken, 0);
  port.postMessage(task);
  return {
    takesNext: () => Atomics.add(signal, signals.taken, 1) < count,
    resultsFromEnd: () => {
      const results = receive(port, signal);
      thread.isLost = results === null;
      return (results ?? []) as readonly Result[];
    },
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
  const taskOf = createTasks();
  let recordingsSent: readonly Recording[] | null = null;
  return {
    whenAwake: () => void Atomics.wait(signal, signals.awake, 0),
    share: (pieces) =>
      thread.isLost || Atomics.load(signal, signals.awake) === 0
        ? null
        : shareTask(thread, taskOf(pieces), pieces.length),
    shareReplays: (recordings, replays, count) => {
      if (thread.isLost) return null;
      const isNew = recordings !== recordingsSent;
      recordingsSent = recordings;
      return shareTask(thread, { recordings: isNew ? recordings : null, replays }, count);
    },
  };
};
