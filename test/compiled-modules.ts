import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** vitest.config.ts names it. */
const folder = join(import.meta.dirname, '../.headroom/compiled');

/** 100 MB. Some 2000 files are of modules, and each run of all tests adds 1000. */
const filesMost = 20_000;

/** Before any test: vitest imports a test file under a new name each time, so what Node compiled of it is never used again. */
export const setup = async (): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const files = await readdir(folder, { recursive: true });
  if (files.length > filesMost) await rm(folder, { recursive: true });
};
