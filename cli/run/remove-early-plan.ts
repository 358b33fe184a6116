import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeSettingsFiles } from '../plan/settings-files.ts';

/**
 * Removes what `headroom plan` wrote while the load still ran. It rests on the beginning of the load alone, and said so; once the
 * whole is recorded, the report would take it for an advice from the whole.
 */
export const removeEarlyPlan = async (folder: string, note: (text: string) => void): Promise<void> => {
  const paths = ['calibration.json', 'recommendation.json'].map((name) => join(folder, name));
  const early = paths.filter((path) => existsSync(path));
  if (early.length === 0) return;
  await Promise.all(early.map((path) => rm(path)));
  await removeSettingsFiles(folder, undefined);
  note(
    'the advice that was planned while the load ran is removed, as it rests on its beginning alone: plan again',
  );
};
