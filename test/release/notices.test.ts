import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type ForeignPackage, noticesText, readForeignPackage } from '../../release/notices.ts';

const foreign = (more: Partial<ForeignPackage> = {}): ForeignPackage => ({
  name: 'left',
  version: '1.2.3',
  licence: 'MIT',
  text: 'MIT License\n\nCopyright (c) Someone',
  ...more,
});

it('gives each package its version, its licence and the text of it', () => {
  const text = noticesText([foreign(), foreign({ name: 'right', licence: 'ISC', text: 'ISC License' })]);
  expect(text).toContain('code of 2 other packages');
  expect(text).toContain('left 1.2.3 (MIT)\n\nMIT License\n\nCopyright (c) Someone\n');
  expect(text).toContain('right 1.2.3 (ISC)\n\nISC License\n');
});

it('refuses a licence that asks something of who uses the tool, and one that is not stated', () => {
  expect(() => noticesText([foreign({ licence: 'AGPL-3.0' }), foreign()])).toThrow(
    'these licences are not allowed: left 1.2.3: AGPL-3.0',
  );
  expect(() => noticesText([foreign({ licence: 'not stated' })])).toThrow('left 1.2.3: not stated');
});

it('reads licence and notice of an installed package', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-notices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'package.json'), '{"name":"one","version":"2.0.0","license":"Apache-2.0"}');
  await writeFile(join(folder, 'LICENSE.md'), 'the licence\n');
  await writeFile(join(folder, 'NOTICE'), 'the notice\n');
  await writeFile(join(folder, 'index.js'), 'not this');
  expect(await readForeignPackage(folder)).toEqual({
    name: 'one',
    version: '2.0.0',
    licence: 'Apache-2.0',
    text: 'the licence\n\nthe notice',
  });
});

it('says where a package states no licence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-notices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{"name":"two","version":"1.0.0"}');
  expect(await readForeignPackage(folder)).toMatchObject({ licence: 'not stated', text: '' });
});
