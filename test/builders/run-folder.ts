import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Recording } from '../../planner/timeline/recording.ts';

const lines = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** A folder that is removed when the test has finished. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

/** A run folder with what was recorded in it, as `headroom test` leaves it. */
export const writeRunFolder = async ({ run, load, cluster }: Recording): Promise<string> => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'run.json'), JSON.stringify(run));
  await writeFile(join(folder, 'load.ndjson'), lines(load));
  await writeFile(join(folder, 'cluster.ndjson'), lines(cluster));
  return folder;
};
