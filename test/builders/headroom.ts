import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const bin = join(import.meta.dirname, '../../bin/headroom.js');

/** How a command line ended. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs one command line of the tool as a process of its own. */
export const headroom = (args: readonly string[], cwd?: string): Promise<Ended> =>
  promisify(execFile)(process.execPath, [bin, ...args], { cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
  );
