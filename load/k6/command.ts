import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../errors/headroom-error.ts';

const execute = promisify(execFile);

/** More output than any of these commands has; past it the command is ended. */
const outputBytesMax = 16 * 1024 * 1024;

/** How much of a failed command's last words fits an error message. */
const lastWordsCharactersMax = 600;

export type CommandOptions = {
  readonly folder?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly timeLimitMs: number;
};

export type CommandResult =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly reason: string };

const reasonOf = (error: unknown, file: string, timeLimitMs: number): string => {
  const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
  if (code === 'ENOENT') return `${file} ${basename(file) === file ? 'is not on PATH' : 'does not exist'}`;
  if (killed === true) return `${file} had not ended after ${timeLimitMs / 1000} s`;
  const lastWords = stderr?.trim().slice(-lastWordsCharactersMax);
  return lastWords ? `${file}: ${lastWords}` : messageOf(error);
};

/** Runs a command to its end. A command that is missing, fails or hangs is a value with the reason, for people. */
export const runCommand = async (
  file: string,
  parameters: readonly string[],
  { folder, environment, timeLimitMs }: CommandOptions,
): Promise<CommandResult> => {
  try {
    const { stdout } = await execute(file, parameters, {
      cwd: folder,
      env: environment,
      timeout: timeLimitMs,
      maxBuffer: outputBytesMax,
    });
    return { ok: true, stdout };
  } catch (error) {
    return { ok: false, reason: reasonOf(error, file, timeLimitMs) };
  }
};
