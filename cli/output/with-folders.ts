import { dirname, join } from 'node:path';
import { typedPath } from './shown-path.ts';

/** A run in a command of a report, perhaps the second one. */
const namedRun = /(?<=\bheadroom\s+[a-z]+\s+(?:runs\/[\w-]+\s+)?)runs\/([\w-]+)/g;

/**
 * Words of a report with commands as they are right here. A report knows runs by their ids and is read anywhere; here folders
 * are known, and other runs lie beside the first one.
 *
 * @param folders by the ids of their runs
 */
export const withFolders = (text: string, folders: Readonly<Record<string, string>>): string => {
  const [first = ''] = Object.values(folders);
  return text.replace(namedRun, (_, id: string) => typedPath(folders[id] ?? join(dirname(first), id)));
};
