import { readFile } from 'node:fs/promises';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';

/**
 * The text of a settings file that a user names.
 *
 * @param fix what to name instead, if it can't be read
 * @throws HeadroomError E_USAGE
 */
export const readSettings = async (file: string, fix: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new HeadroomError('E_USAGE', {
      what: `the file can't be read: ${messageOf(cause)}`,
      where: file,
      fix,
      cause,
    });
  }
};
