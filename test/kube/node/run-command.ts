import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program to its end and gives what it printed. @throws Error with what it said */
export const run = async (file: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(file, args, { maxBuffer: 64 * 1024 * 1024 })).stdout;
