import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, mkdtempDisposable, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readJson, removeLeftParts, writeText } from '../../runs/folder.ts';

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

it('leaves no part of a file that it can’t put in its place', async () => {
  await using run = await mkdtempDisposable(join(tmpdir(), 'headroom-test-folder-'));
  await mkdir(join(run.path, 'report.md'));
  await expect(writeText(run.path, 'report.md', 'whole')).rejects.toMatchObject({ code: 'E_DISK' });
  expect(await readdir(run.path)).toEqual(['report.md']);
});

describe('a file of a run that is not there', () => {
  const read = (folder: string, name: string) => readJson(folder, name, z.object({}));

  it.each([
    ['recommendation.json', 'no advice yet', 'plan'],
    ['calibration.json', 'no plan yet', 'plan'],
    ['verification.json', 'no proof yet', 'verify'],
    ['applied.json', 'no settings that were applied yet', 'apply'],
  ])('names the verb that makes %s', async (name, what, verb) => {
    await using run = await mkdtempDisposable(join(tmpdir(), 'headroom-test-folder-'));
    await writeFile(join(run.path, 'run.json'), '{}');
    await expect(read(run.path, name)).rejects.toMatchObject({
      details: [{ what: expect.stringContaining(what), fix: `headroom ${verb} ${run.path} first` }],
    });
  });

  it('is told from a folder that is no run, and from no folder', async () => {
    await using other = await mkdtempDisposable(join(tmpdir(), 'headroom-test-folder-'));
    const saysWhat = (text: string) => ({
      details: [{ what: text, fix: expect.stringContaining('headroom runs') }],
    });
    await expect(read(other.path, 'recommendation.json')).rejects.toMatchObject(
      saysWhat('the folder is not a run: it has no recommendation.json'),
    );
    await expect(read(join(other.path, 'none'), 'run.json')).rejects.toMatchObject(
      saysWhat('there is no such folder'),
    );
  });
});
