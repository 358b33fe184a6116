import { dirname, resolve } from 'node:path';
import { HeadroomError } from '../errors/headroom-error.ts';
import { readJsonIfAny } from '../runs/folder.ts';
import { firingNow } from '../runs/load-lock.ts';
import { runSchema } from '../runs/schema/run.ts';

/** The process that fires the load of a run: one that was there before the run began, and still is. */
const firedBy = async (folder: string): Promise<number | undefined> => {
  const run = await readJsonIfAny(folder, 'run.json', runSchema);
  if (run.kind !== 'read' || run.value.status !== 'running') return undefined;
  const { createdAtMs } = run.value;
  const locks = await firingNow(dirname(resolve(folder)));
  return locks.find(({ sinceMs }) => sinceMs <= createdAtMs)?.processId;
};

/**
 * Refuses a run whose load is still fired: what is recorded so far is a part of it, and nothing was lost. A run that says
 * "running" without such a process was left by a tool that was killed: that one is taken as it is.
 *
 * @throws HeadroomError E_USAGE
 */
export const refuseWhileFired = async (folders: readonly string[]): Promise<void> => {
  for (const folder of folders) {
    const processId = await firedBy(folder);
    if (processId === undefined) continue;
    throw new HeadroomError('E_USAGE', {
      what: `the load of this run is still fired, by process ${processId}: it is not recorded whole yet`,
      where: folder,
      fix: 'wait until it has ended',
    });
  }
};
