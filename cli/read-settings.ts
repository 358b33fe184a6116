import { readFile } from 'node:fs/promises';
import { utf8Text } from '../errors/encoding.ts';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';

/**
 * The text of a settings file that a user names.
 *
 * @param fix what to name instead, if it can't be read
 * @throws HeadroomError E_USAGE for a file that can't be read, and for one that holds no text in UTF-8
 */
export const readSettings = async (file: string, fix: string): Promise<string> => {
  try {
    return utf8Text(await readFile(file));
  } catch (cause) {
    const what = `the file can't be read: ${messageOf(cause)}`;
    throw new HeadroomError('E_USAGE', { what, where: file, fix, cause });
  }
};
