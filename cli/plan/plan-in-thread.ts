import { on } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { dirname, extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Progress } from '../../planner/recommend/search/request.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { seriesBytesOf } from '../read-recording.ts';
import type { Interrupt } from '../run/interrupt.ts';
import { limitsFor } from './thread-limits.ts';
import type { PlanningChoices, PlanningData, PlanningDone, PlanningMessage } from './worker.ts';

/** .ts in a checkout, .js in the installed package. */
const workerUrl = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url);

type ThreadOptions = {
  readonly onProgress: (progress: Progress) => void;
  /** What a person should know, besides. */
  readonly onNote: (text: string) => void;
  /** Who may end it; without one a signal ends the whole process. */
  readonly interrupt?: Interrupt | undefined;
};

/** A thread that plans once, and ends when it is disposed of. */
type PlanningThread = AsyncDisposable & {
  /**
   * Calibrates and recommends.
   *
   * @throws HeadroomError E_INTERRUPTED; E_RUN_FOLDER for folders that can't be read; E_MODEL for a load that no simulation holds
   */
  readonly plan: (choices: PlanningChoices, options: ThreadOptions) => Promise<PlanningDone>;
};

type Answers = {
  /** Ends when the thread does. */
  readonly messages: ReturnType<typeof on>;
  /** null: the thread has not ended. */
  readonly exitCode: () => number | null;
};

const lastWordOf = async (
  { messages, exitCode }: Answers,
  { onProgress, onNote }: ThreadOptions,
): Promise<PlanningDone> => {
  // Throws what the thread throws.
  for await (const [message] of messages) {
    const said = message as PlanningMessage;
    if ('done' in said) return said.done;
    if ('failed' in said) throw new HeadroomError(said.failed.code, said.failed.details);
    if ('note' in said) onNote(said.note);
    else onProgress(said.progress);
  }
  throw new Error(`the planning thread ended without an answer, with exit code ${exitCode()}`);
};

/** A thread uses the cache of compiled code that bin/headroom.js enables only where its environment names the folder. */
const environmentOfThread = (): NodeJS.ProcessEnv => {
  // Node has a folder of its own in it for each of its versions.
  const ofVersion = getCompileCacheDir();
  return ofVersion === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(ofVersion) };
};

/**
 * Starts a thread that reads recordings, and then plans from them: a plan takes many seconds without a pause, in which the
 * tool would hear no Ctrl-C. What is read there is let go of there too, with all that reading leaves behind. It loads its modules
 * and reads while the one who asks finds out what to plan for.
 *
 * @param folders of runs of one service, the newest last
 */
export const startPlanning = async (folders: readonly string[]): Promise<PlanningThread> => {
  const bytes = await Promise.all(folders.map(seriesBytesOf));
  const workerData: PlanningData = { folders };
  const worker = new Worker(workerUrl, {
    workerData,
    env: environmentOfThread(),
    resourceLimits: limitsFor(sumOf(bytes)),
  });
  const messages = on(worker, 'message', { close: ['exit'] });
  let exitCode: number | null = null;
  worker.once('exit', (code) => {
    exitCode = code;
  });
  return {
    plan: (choices, options) => {
      const { interrupt } = options;
      worker.postMessage(choices);
      const done = lastWordOf({ messages, exitCode: () => exitCode }, options);
      return interrupt === undefined ? done : interrupt.orStop(done);
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
};
