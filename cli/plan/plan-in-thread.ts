import { on } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Progress } from '../../planner/recommend/search/request.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { seriesBytesOf } from '../read-recording.ts';
import type { Interrupt } from '../run/interrupt.ts';
import { limitsFor } from './thread-limits.ts';
import type { PlanningDone, PlanningMessage, PlanningTask } from './worker.ts';

/** .ts in a checkout, .js in the installed package. */
const workerUrl = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url);

type ThreadOptions = {
  readonly onProgress: (progress: Progress) => void;
  /** Who may end it; without one a signal ends the whole process. */
  readonly interrupt?: Interrupt | undefined;
};

const lastWordOf = async (worker: Worker, onProgress: ThreadOptions['onProgress']): Promise<PlanningDone> => {
  // Throws what the thread throws.
  for await (const [message] of on(worker, 'message')) {
    const said = message as PlanningMessage;
    if ('done' in said) return said.done;
    if ('failed' in said) throw new HeadroomError(said.failed.code, said.failed.details);
    onProgress(said.progress);
  }
  throw new Error('the planning thread ended without a word');
};

/**
 * Reads recordings, calibrates and recommends on a thread of its own: a plan takes many seconds without a pause, in which the
 * tool would hear no Ctrl-C. What is read here is let go of here too, with all that reading leaves behind.
 *
 * @throws HeadroomError E_INTERRUPTED; E_RUN_FOLDER for folders that can't be read; E_MODEL for a load that no simulation holds
 */
export const planInThread = async (
  task: PlanningTask,
  { onProgress, interrupt }: ThreadOptions,
): Promise<PlanningDone> => {
  const bytes = await Promise.all(task.folders.map(seriesBytesOf));
  const worker = new Worker(workerUrl, { resourceLimits: limitsFor(sumOf(bytes)) });
  worker.postMessage(task);
  try {
    const done = lastWordOf(worker, onProgress);
    return await (interrupt === undefined ? done : interrupt.orStop(done));
  } finally {
    await worker.terminate();
  }
};
