import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applySettings } from '../../../cli/apply/apply-settings.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { plannedSettings } from '../../builders/recommendation.ts';
import { spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const configWith = (command: readonly string[]) =>
  resolveConfig({ ...spikeConfig, apply: { command, auto: true } }, 'k6.config.ts');

const optionsFor = (folder: string, notes: string[]) => ({
  folder,
  settings: plannedSettings,
  inUse: plannedSettings.policy,
  isApplied: false,
  isAllowed: true,
  note: (line: string) => void notes.push(line),
});

test('settings that are in force while the record of it can’t be written are told of', async () => {
  const parent = await temporaryFolder();
  const folder = join(parent, 'run');
  await mkdir(folder);
  const notes: string[] = [];
  await expect(
    applySettings(
      configWith(['sh', '-c', 'mv "$HEADROOM_RUN" "$HEADROOM_RUN-away"']),
      optionsFor(folder, notes),
    ),
  ).rejects.toMatchObject({ code: 'E_DISK' });
  expect(notes).toEqual([
    'the advised settings are in force, but applied.json could not be written: it leaves open whether they are',
  ]);
  expect(JSON.parse(await readFile(join(parent, 'run-away', 'applied.json'), 'utf8'))).toMatchObject({
    outcome: 'open',
  });
});
