import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftParts, writeText } from '../../runs/folder.ts';

it('removes what a killed process left half written, and nothing that a living one writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-test-folder-'));
  try {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    const alive = `result.json.${process.pid}.part`;
    for (const name of [`result.json.${ended}.part`, `report.html.${ended}.part`, alive, 'my.part'])
      await writeFile(join(folder, name), '{"half":');
    await writeText(folder, 'report.md', 'whole');
    await removeLeftParts(folder);
    expect((await readdir(folder)).sort()).toEqual(['my.part', 'report.md', alive].sort());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
