import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HeadroomError } from '../errors/headroom-error.ts';
import { readJson } from '../runs/folder.ts';
import { runSchema } from '../runs/schema/run.ts';

/** One path for one folder; what is not there is refused by who reads it. */
const realPathOf = (folder: string): Promise<string> => realpath(folder).catch(() => resolve(folder));

/** Of the first value that an earlier one equals: its place. */
const repeatedAt = (values: readonly string[]): number =>
  values.findIndex((value, i) => values.indexOf(value) < i);

const refuse = (what: string, where: string, fix: string): never => {
  throw new HeadroomError('E_USAGE', { what, where, fix });
};

/**
 * Refuses a run that is named twice, by whatever path, and copies of one run: it would count as two, and what two runs
 * share by chance would be understated. A copy has the id of its run.
 *
 * @throws HeadroomError E_USAGE; E_RUN_FOLDER where one of several folders has no run.json that can be read
 */
export const refuseRepeated = async (folders: readonly string[]): Promise<void> => {
  if (folders.length < 2) return;
  const named = repeatedAt(await Promise.all(folders.map(realPathOf)));
  if (named >= 0) refuse('the same run is named twice', folders[named]!, 'name each run once');
  const runs = await Promise.all(folders.map((folder) => readJson(folder, 'run.json', runSchema)));
  const ids = runs.map(({ id }) => id);
  const copied = repeatedAt(ids);
  if (copied < 0) return;
  const [id, original] = [ids[copied]!, folders[ids.indexOf(ids[copied]!)]!];
  refuse(
    `two folders hold the same run, ${id}: a copy adds nothing`,
    `${original}, ${folders[copied]}`,
    'name one of them; headroom test --repeat 2 records further runs',
  );
};
