import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { measureInstalled } from '../../release/installed.ts';

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-installed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const put = async (folder: string, path: string, content: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
};

it('counts packages, scoped and nested ones too, and no other package.json', async () => {
  const folder = await temporaryFolder();
  await put(folder, 'package.json', '{"name":"user","version":"1.0.0"}');
  await put(folder, 'node_modules/b/package.json', '{"name":"b","version":"2.0.0"}');
  await put(folder, 'node_modules/b/dist/esm/package.json', '{"type":"module"}');
  await put(folder, 'node_modules/b/node_modules/@s/c/package.json', '{"name":"@s/c","version":"3.0.0"}');
  expect((await measureInstalled(folder)).packages).toEqual(['@s/c 3.0.0', 'b 2.0.0']);
});

it('adds up the files, one with two names once', async () => {
  const folder = await temporaryFolder();
  await put(folder, 'node_modules/a/bin/one', 'x'.repeat(1_500_000));
  await link(join(folder, 'node_modules/a/bin/one'), join(folder, 'node_modules/a/bin/two'));
  await put(folder, 'node_modules/a/three', 'x'.repeat(500_000));
  expect((await measureInstalled(folder)).megabytes).toBe(2);
});
