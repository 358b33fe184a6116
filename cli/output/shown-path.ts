import { isAbsolute, relative } from 'node:path';
import { shellPath } from '../../errors/shell-path.ts';

/** Whether a path lies below a folder. */
export const liesIn = (folder: string, path: string): boolean => {
  const short = relative(folder, path);
  return short !== '' && !short.startsWith('..') && !isAbsolute(short);
};

/**
 * A path as a person would type it here: from this folder where it lies in it.
 *
 * @example shownPath('/home/me/project/runs/a', '/home/me/project') // 'runs/a'
 */
export const shownPath = (path: string, from = process.cwd()): string =>
  liesIn(from, path) ? relative(from, path) : path;

/**
 * The same as a command takes it.
 *
 * @example typedPath('/home/me/project/my runs/a', '/home/me/project') // "'my runs/a'"
 */
export const typedPath = (path: string, from = process.cwd()): string => shellPath(shownPath(path, from));
