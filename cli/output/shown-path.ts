import { isAbsolute, relative } from 'node:path';

/**
 * A path as a person would type it here: from this folder where it lies in it.
 *
 * @example shownPath('/home/me/project/runs/a', '/home/me/project') // 'runs/a'
 */
export const shownPath = (path: string, from = process.cwd()): string => {
  const short = relative(from, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
};
