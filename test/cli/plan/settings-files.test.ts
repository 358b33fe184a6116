import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettingsFiles, removeSettingsFiles } from '../../../cli/plan/settings-files.ts';

describe('the settings files of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headroom-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = async (...names: readonly string[]): Promise<void> => {
    await mkdir(join(folder, 'settings'), { recursive: true });
    for (const name of names) await writeFile(join(folder, 'settings', name), `text of ${name}`);
  };

  it('are none where no plan has written any', async () => {
    expect(await readSettingsFiles(folder)).toEqual([]);
    await removeSettingsFiles(folder, undefined);
  });

  it('are what a plan has written, the user’s own file first, and nothing else of the user', async () => {
    await put('patched-own.json', 'deploymentconfig.json', 'deploy_configuration.py', 'notes.md');
    const files = await readSettingsFiles(folder);
    expect(files.map(({ name }) => name)).toEqual([
      'patched-own.json',
      'deploymentconfig.json',
      'deploy_configuration.py',
    ]);
    expect(files[0]!.text).toBe('text of patched-own.json');
  });

  it('are removed before the next plan, but for what is not its own and what it patches', async () => {
    await put('patched-own.yaml', 'patched-old.yaml', 'hpa.yaml', 'deploy_configuration.py', 'notes.md');
    await removeSettingsFiles(folder, join(folder, 'settings', 'patched-own.yaml'));
    expect(await readdir(join(folder, 'settings'))).toEqual(['notes.md', 'patched-own.yaml']);
  });
});
