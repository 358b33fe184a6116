import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

/** What a command that runs in this process prints, and a folder for its files. */
export type CommandOutput = { folder: string; printed: string[]; errors: string[] };

/** Catches what each test of this file prints, and gives it a folder of its own. */
export const catchOutput = (): CommandOutput => {
  const output: CommandOutput = { folder: '', printed: [], errors: [] };
  beforeEach(async () => {
    output.folder = await mkdtemp(join(tmpdir(), 'headroom-command-'));
    output.printed = [];
    output.errors = [];
    vi.spyOn(console, 'log').mockImplementation((text: string) => void output.printed.push(text));
    vi.spyOn(console, 'error').mockImplementation((text: string) => void output.errors.push(text));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(output.folder, { recursive: true, force: true });
  });
  return output;
};
