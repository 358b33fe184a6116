import { chmod, copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Made, MakeOptions } from './build.ts';
import type { Refusal } from './command.ts';
import { tryK6, type UsableK6 } from './version.ts';

/** Moves a new binary into the cache in one step, once it has answered: others see a whole k6 there, or none. */
const place = async (
  made: Made,
  target: string,
  { machine: { environment }, extensions }: Pick<MakeOptions, 'machine' | 'extensions'>,
): Promise<UsableK6 | Refusal> => {
  const beside = join(dirname(target), `${process.pid}-${basename(target)}`);
  try {
    // The temporary folder may be on another file system, where rename can't reach, or allow no programs to run.
    await copyFile(made.path, beside);
    await chmod(beside, 0o755);
    const answer = await tryK6(beside, environment, extensions);
    if ('reason' in answer) return answer;
    await rename(beside, target);
    return { path: target, version: answer.version };
  } finally {
    await rm(beside, { force: true });
  }
};

/** Has k6 made in a temporary folder and put at `target`, whose folder exists. */
export const makeAt = async (
  target: string,
  make: (options: MakeOptions) => Promise<Made | Refusal>,
  options: Omit<MakeOptions, 'folder'>,
): Promise<UsableK6 | Refusal> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-k6-'));
  try {
    const made = await make({ ...options, folder });
    return 'reason' in made ? made : await place(made, target, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
