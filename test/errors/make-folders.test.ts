import { existsSync } from 'node:fs';
import { mkdtempDisposable, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders } from '../../errors/make-folders.ts';

describe('makeFolders', () => {
  it('makes a folder and those above it, and tells whether it was there', async () => {
    await using parent = await mkdtempDisposable(join(tmpdir(), 'headroom-test-folders-'));
    const path = join(parent.path, 'a/b/c');
    expect(await makeFolders(path)).toBe(true);
    expect((await stat(path)).isDirectory()).toBe(true);
    expect(await makeFolders(path)).toBe(false);
    expect(await makeFolders(join(parent.path, 'a/d/'))).toBe(true);
  });

  it('is good for several at once that make the same', async () => {
    await using parent = await mkdtempDisposable(join(tmpdir(), 'headroom-test-folders-'));
    const path = join(parent.path, 'a/b/c');
    const made = await Promise.all(Array.from({ length: 8 }, () => makeFolders(path)));
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  it('refuses what is in the way: a file, and a link to nowhere', async () => {
    await using parent = await mkdtempDisposable(join(tmpdir(), 'headroom-test-folders-'));
    const file = join(parent.path, 'file');
    const link = join(parent.path, 'link');
    await writeFile(file, '');
    await symlink(join(parent.path, 'nowhere'), link);
    await expect(makeFolders(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolders(join(file, 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolders(join(link, 'a/b'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it.skipIf(!existsSync('/proc/self'))(
    'ends where the system lets none be made and says ENOENT',
    async () => {
      await expect(makeFolders('/proc/headroom/a/b')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
