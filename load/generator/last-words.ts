import { readFile } from 'node:fs/promises';
import { parseLogfmt } from '../k6/logfmt.ts';

/** The last error among lines of k6's log, in one line; empty where there is none. */
export const lastErrorIn = (text: string): string => {
  const errors = text
    .split('\n')
    .map(parseLogfmt)
    .filter((fields) => ['error', 'fatal', 'panic'].includes(fields['level'] ?? ''));
  return (errors.at(-1)?.['msg'] ?? '').split('\n')[0] ?? '';
};

/**
 * The last error in k6's log, in one line: why a load did not begin. Empty where the log has none, or is not there, as
 * a k6 that refuses its command line ends before it opens one.
 */
export const lastErrorOf = async (logPath: string): Promise<string> => {
  const text = await readFile(logPath, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return lastErrorIn(text);
};
