import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { dialects } from '../../planner/settings/index.ts';
import type { SettingsFile } from '../../reports/report.ts';
import { makeFolder, writeText } from '../../runs/folder.ts';

/** The folder of a run that `headroom plan` writes the advised settings into. */
const settingsFolder = 'settings';
/** The arguments of the Python SDK, beside the JSON of Azure ML v1. */
export const sdkFileName = 'deploy_configuration.py';
/** Before the name of the user's own file. */
export const patchedPrefix = 'patched-';

const ownNames: ReadonlySet<string> = new Set([
  ...Object.values(dialects).map(({ fileName }) => fileName),
  sdkFileName,
]);

/** The order of settings files: what the user has is nearest to them, then what their platform reads. */
export const rankOf = (name: string): number => {
  if (name.startsWith(patchedPrefix)) return 0;
  return name === sdkFileName ? 2 : 1;
};

/** @throws HeadroomError E_RUN_FOLDER where the system does not let it be read */
const reading = async <Value>(folder: string, read: () => Promise<Value>): Promise<Value> => {
  try {
    return await read();
  } catch (error) {
    throw new HeadroomError('E_RUN_FOLDER', {
      what: `the settings files can't be read: ${messageOf(error)}`,
      where: join(folder, settingsFolder),
      fix: 'check the rights of the folder',
      cause: error,
    });
  }
};

/** The names in `settings/` that a plan has written; anything else there belongs to the user. */
const namesIn = async (folder: string): Promise<string[]> => {
  const path = join(folder, settingsFolder);
  if (!existsSync(path)) return [];
  const entries = await reading(folder, () => readdir(path, { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .filter((name) => ownNames.has(name) || name.startsWith(patchedPrefix))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
};

/**
 * The advised settings as files, the patched copy of the user's own file first.
 *
 * @throws HeadroomError E_RUN_FOLDER when a file is there and the system does not let it be read
 */
export const readSettingsFiles = async (folder: string): Promise<SettingsFile[]> => {
  const names = await namesIn(folder);
  const read = (name: string): Promise<string> => readFile(join(folder, settingsFolder, name), 'utf8');
  return reading(folder, () => Promise.all(names.map(async (name) => ({ name, text: await read(name) }))));
};

/**
 * Removes what an earlier plan has written: it would pass for the advice of the one that follows.
 *
 * @param keep a file that stays: the user may name an earlier copy as their own file
 */
export const removeSettingsFiles = async (folder: string, keep: string | undefined): Promise<void> => {
  const paths = (await namesIn(folder)).map((name) => resolve(folder, settingsFolder, name));
  const removed = paths.filter((path) => keep === undefined || path !== resolve(keep));
  await Promise.all(removed.map((path) => rm(path)));
};

/**
 * Writes the advised settings into `settings/` of the run folder.
 *
 * @returns paths of the files
 * @throws HeadroomError E_DISK
 */
export const writeSettingsFiles = async (
  folder: string,
  files: readonly SettingsFile[],
): Promise<readonly string[]> => {
  if (files.length === 0) return [];
  const target = join(folder, settingsFolder);
  await makeFolder(target);
  return Promise.all(files.map(({ name, text }) => writeText(target, name, text)));
};
