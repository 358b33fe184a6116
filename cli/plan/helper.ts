import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Candidate } from '../../planner/recommend/trials/candidates.ts';
import type { Helper, LabOptions, Piece } from '../../planner/recommend/trials/lab.ts';
import type { PartScore } from '../../planner/recommend/trials/trial.ts';

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

/** What a helper is asked: pieces by number of lab, draw, part and place among the candidates, four for each. */
export type HelperTask = {
  readonly newLabs: readonly NewLab[];
  readonly candidates: readonly Candidate[];
  readonly pieces: Int32Array;
};

/** Numbers that a piece of a task has. */
export const numbersPerPiece = 4;

/**
 * Places in the memory that both threads see: whether the helper is awake, how many answers it has sent, and how many
 * pieces of the task both have taken, one from the front and one from the back.
 */
export const signals = { awake: 0, answers: 1, taken: 2 } as const;

/** What a helper is started with. */
export type HelperData = { readonly signal: Int32Array; readonly port: MessagePort };

/** What a helper answers: scores of the pieces that it took, from the last one on. */
type HelperAnswer = readonly PartScore[];

/** One piece never takes so long; a helper that was ended answers no more, and its work is done here. */
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
const createTasks = (): ((pieces: readonly Piece[]) => HelperTask) => {
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

/** A helper that can be waited for. */
type ThreadHelper = Helper & {
  /** Blocks until it takes work. */
  readonly whenAwake: () => void;
};

/**
 * Starts a thread that simulates some pieces while the caller simulates others. Until it is awake it takes nothing. It
 * ends with the thread that started it.
 *
 * @returns undefined where the machine has one processor only
 */
export const startHelper = (processors = availableParallelism()): ThreadHelper | undefined => {
  if (processors < 2) return undefined;
  const places = Object.keys(signals).length;
  const signal = new Int32Array(new SharedArrayBuffer(places * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData: HelperData = { signal, port: port2 };
  const worker = new Worker(helperUrl, { workerData, transferList: [port2], resourceLimits });
  worker.unref();
  const taskOf = createTasks();
  let isLost = false;
  return {
    whenAwake: () => void Atomics.wait(signal, signals.awake, 0),
    share: (pieces) => {
      if (isLost || Atomics.load(signal, signals.awake) === 0) return null;
      Atomics.store(signal, signals.taken, 0);
      port1.postMessage(taskOf(pieces));
      return {
        takesNext: () => Atomics.add(signal, signals.taken, 1) < pieces.length,
        scoresFromEnd: () => {
          const scores = receive(port1, signal);
          isLost = scores === null;
          return scores ?? [];
        },
      };
    },
  };
};
