import { vi } from 'vitest';
import { main } from '../../cli/main.ts';
import type { Ended } from './headroom.ts';

/**
 * Runs one command line in this process: a tenth of the time of a process of its own. Only for command lines that are
 * refused before they do anything, as what a verb leaves in a process stays.
 */
export const refusedInProcess = async (args: readonly string[]): Promise<Ended> => {
  const exitCode = process.exitCode;
  const printed = { stdout: [] as unknown[], stderr: [] as unknown[] };
  const log = vi.spyOn(console, 'log').mockImplementation((text) => void printed.stdout.push(text));
  const error = vi.spyOn(console, 'error').mockImplementation((text) => void printed.stderr.push(text));
  try {
    const code = await main(args);
    return { code, stdout: printed.stdout.join('\n'), stderr: printed.stderr.join('\n') };
  } finally {
    log.mockRestore();
    error.mockRestore();
    process.exitCode = exitCode;
  }
};
