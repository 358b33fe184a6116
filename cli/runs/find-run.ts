import { join } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { isThere } from '../../runs/folder.ts';
import { listRuns } from './list-runs.ts';

/**
 * The folder of a run that a person named by its path, or by its name in the folder of runs; the newest where none is named.
 *
 * @throws HeadroomError E_RUN_FOLDER where there is none
 */
export const findRun = async (runsFolder: string, run: string | undefined): Promise<string> => {
  if (run === undefined) {
    const [newest] = await listRuns(runsFolder);
    if (newest !== undefined) return newest.folder;
    throw new HeadroomError('E_RUN_FOLDER', {
      what: 'there is no run yet',
      where: runsFolder,
      fix: 'record one with headroom test, or name the folder of the runs with --runs',
    });
  }
  for (const folder of [run, join(runsFolder, run)])
    if (await isThere(join(folder, 'run.json'))) return folder;
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `there is no run ${JSON.stringify(run)}`,
    where: runsFolder,
    fix: 'headroom runs lists them',
  });
};
