import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HeadroomError } from '../errors/headroom-error.ts';

/** One path for one folder; what is not there is refused by who reads it. */
const realPathOf = (folder: string): Promise<string> => realpath(folder).catch(() => resolve(folder));

/**
 * Refuses a run that is named twice: it would count as two, and what two runs share by chance would be understated.
 *
 * @throws HeadroomError E_USAGE
 */
export const refuseRepeated = async (folders: readonly string[]): Promise<void> => {
  const paths = await Promise.all(folders.map(realPathOf));
  const again = folders.find((_, i) => paths.indexOf(paths[i]!) < i);
  if (again === undefined) return;
  throw new HeadroomError('E_USAGE', {
    what: 'the same run is named twice',
    where: again,
    fix: 'name each run once',
  });
};
