import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeEarlyPlan } from '../../../cli/run/remove-early-plan.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

it('an advice that was planned while the load ran does not outlive it, and other files do', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'settings'));
  const names = ['run.json', 'calibration.json', 'recommendation.json', 'settings/deploymentconfig.json'];
  for (const name of [...names, 'settings/mine.txt']) await writeFile(join(folder, name), '{}');
  const notes: string[] = [];
  await removeEarlyPlan(folder, (text) => notes.push(text));
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    'run.json',
    'settings',
    'settings/mine.txt',
  ]);
  expect(notes).toEqual([expect.stringContaining('rests on its beginning alone: plan again')]);
  await removeEarlyPlan(folder, (text) => notes.push(text));
  expect(notes).toHaveLength(1);
});
