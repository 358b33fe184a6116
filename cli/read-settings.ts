import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { textOfFile } from './text-of-file.ts';

/**
 * The text of a settings file that a user names.
 *
 * @param fix what to name instead, if it can't be read
 * @throws HeadroomError E_USAGE for a file that can't be read, and for one that holds no text
 */
export const readSettings = async (file: string, fix: string): Promise<string> => {
  const unreadable = (why: string, cause?: unknown): HeadroomError =>
    new HeadroomError('E_USAGE', { what: `the file can't be read: ${why}`, where: file, fix, cause });
  const read = await textOfFile(file).catch((cause: unknown) => {
    throw unreadable(messageOf(cause), cause);
  });
  if ('reason' in read) throw unreadable(read.reason);
  return read.text;
};
