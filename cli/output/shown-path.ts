import { isAbsolute, relative } from 'node:path';
import { shellPath } from '../../errors/shell-path.ts';

/**
 * A path as a person would type it here: from this folder where it lies in it.
 *
 * @example shownPath('/home/me/project/runs/a', '/home/me/project') // 'runs/a'
 */
export const shownPath = (path: string, from = process.cwd()): string => {
  const short = relative(from, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
};

/**
 * The same as a command takes it.
 *
 * @example typedPath('/home/me/project/my runs/a', '/home/me/project') // "'my runs/a'"
 */
export const typedPath = (path: string, from = process.cwd()): string => shellPath(shownPath(path, from));
