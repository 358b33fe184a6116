import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tarFilesOf } from '../../../load/generator/tar-files.ts';

it('reads the plain files of an archive that tar made, those with long names too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    'a.txt': 'a',
    'empty.txt': '',
    'deep/block.bin': 'x'.repeat(512),
    [`deep/${'n'.repeat(150)}.csv`]: 'long',
  };
  mkdirSync(join(folder, 'deep'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const archive = execFileSync('tar', ['--format=pax', '-cf', '-', 'a.txt', 'empty.txt', 'deep'], {
    cwd: folder,
  });
  const read = [...tarFilesOf(archive)].map(([name, content]) => [name, content.toString()]);
  expect(Object.fromEntries(read)).toEqual(files);
});
