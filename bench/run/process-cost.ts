/** Runs a program under bench/target/cost and tells what it cost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** CPU and memory of a process that has ended. */
export type ProcessCost = { readonly cpuSeconds: number; readonly memoryBytesMax: number };

/** Gives `work` a folder that exists as long as it runs. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Reads what the program `cost` has written. */
export const readCost = async (file: string): Promise<ProcessCost> =>
  JSON.parse(await readFile(file, 'utf8')) as ProcessCost;

/** A program to run and what it reads. */
export type Command = {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly input?: string;
};

/**
 * Runs a command to its end, in a session of its own: the tool starts k6 so. Linux shares the CPU out among sessions
 * before it does among threads (autogroup), so a generator in the target's session had three times the throughput
 * of the same one outside.
 *
 * @throws Error with the end of its output when it fails
 */
export const costOf = (cost: string, command: Command): Promise<ProcessCost> =>
  inFolder(async (folder) => {
    const file = join(folder, 'cost.json');
    const child = spawn(cost, [file, command.program, ...command.arguments], {
      env: { ...process.env, ...command.environment },
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-2000);
    });
    child.stdin.end(command.input ?? '');
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${command.program} ended with ${code}: ${words}`);
    return readCost(file);
  });
