import { format } from 'node:util';
import { vi } from 'vitest';
import { main } from '../../cli/main.ts';
// esbuild starts its process in the folder in which it was imported: not in one that a test removes.
import '../../config/bundle/bundle.ts';
import type { Ended } from './headroom.ts';

/**
 * Runs one command line in this process, without the start of one of its own: that costs more than most verbs do. For verbs
 * whose work ends with their answer, as what a verb leaves in a process stays. Each verb also has a test as a process.
 *
 * @param cwd the folder that it runs in
 */
export const headroomHere = async (args: readonly string[], cwd = process.cwd()): Promise<Ended> => {
  if (vi.isMockFunction(console.log)) throw new Error('one process runs one command line at a time');
  const before = { exitCode: process.exitCode, cwd: process.cwd() };
  const printed = { stdout: '', stderr: '' };
  const writesTo = (stream: keyof typeof printed) => (chunk: string | Uint8Array) => {
    printed[stream] += chunk.toString();
    return true;
  };
  const printsTo =
    (stream: keyof typeof printed) =>
    (...words: readonly unknown[]) => {
      printed[stream] += `${format(...words)}\n`;
    };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(printsTo('stdout')),
    vi.spyOn(console, 'error').mockImplementation(printsTo('stderr')),
    vi.spyOn(process.stdout, 'write').mockImplementation(writesTo('stdout')),
    vi.spyOn(process.stderr, 'write').mockImplementation(writesTo('stderr')),
  ];
  try {
    process.chdir(cwd);
    return { code: await main(args), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
  }
};
