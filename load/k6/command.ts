import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../errors/headroom-error.ts';

const execute = promisify(execFile);

/** More output than any of these commands has; past it the command is ended. */
const outputBytesMax = 16 * 1024 * 1024;

/** How much of a failed command's last words an error message quotes. */
const lastWords = { lines: 6, charactersPerLine: 300 };

/** How a command is run: where, with what environment, and for how long at most. */
type CommandOptions = {
  readonly folder?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly timeLimitMs: number;
};

/** Why something can't be had, for people, and what they can do about it. */
export type Refusal = { readonly reason: string; readonly fix?: string };

const quoteOf = (output: string): string =>
  output
    .trim()
    .split('\n')
    .slice(-lastWords.lines)
    .map((line) => line.slice(0, lastWords.charactersPerLine))
    .join('\n');

const reasonOf = (error: unknown, file: string, timeLimitMs: number): string => {
  const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
  const name = basename(file);
  if (code === 'ENOENT') return name === file ? `${file} is not on PATH` : `${file} does not exist`;
  if (killed === true) return `${name} had not ended after ${timeLimitMs / 1000} s`;
  return stderr ? `${name}: ${quoteOf(stderr)}` : messageOf(error);
};

/** Runs a command to its end. One that is missing, fails or hangs is a value, not an exception. */
export const runCommand = async (
  file: string,
  parameters: readonly string[],
  { folder, environment, timeLimitMs }: CommandOptions,
): Promise<{ readonly stdout: string } | Refusal> => {
  try {
    const { stdout } = await execute(file, parameters, {
      cwd: folder,
      env: environment,
      timeout: timeLimitMs,
      maxBuffer: outputBytesMax,
    });
    return { stdout };
  } catch (error) {
    return { reason: reasonOf(error, file, timeLimitMs) };
  }
};
