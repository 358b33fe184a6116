import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { launcherPath } from '../../cli/version.ts';
import { writeNew, writeWhole } from '../../cli/write-whole.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

const module = new URL('../../cli/write-whole.ts', import.meta.url).href;

/** Runs Node where no file may have more than so many kB. */
const limitedTo = (kilobytes: number, args: readonly string[]) =>
  promisify(execFile)('/bin/bash', [
    '-c',
    `ulimit -f ${kilobytes}; exec "$@"`,
    'bash',
    process.execPath,
    ...args,
  ]);

/** Has a process write 100 kB that may write no file of more than 4 kB; its words are those of the system. */
const writeTooMuch = async (how: 'writeNew' | 'writeWhole', file: string): Promise<string> => {
  const code = `import { ${how} } from '${module}';
    await ${how}(process.argv[1], 'x'.repeat(100_000)).catch(({ code }) => console.log(code));`;
  const { stdout } = await limitedTo(4, ['--input-type=module', '-e', code, file]);
  return stdout.trim();
};

describe('a file of the user’s that the disk takes only in part', () => {
  it('is not left behind where it is new', async () => {
    const folder = await temporaryFolder();
    expect(await writeTooMuch('writeNew', join(folder, 'k6.config.ts'))).toBe('EFBIG');
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays as it was where it was there', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'k6.config.ts');
    await writeFile(file, 'my own');
    expect(await writeTooMuch('writeWhole', file)).toBe('EFBIG');
    expect(await readFile(file, 'utf8')).toBe('my own');
    expect(await readdir(folder)).toEqual(['k6.config.ts']);
  });
});

describe('a verb that writes files of the user’s', () => {
  const v1 = fileURLToPath(new URL('../golden/settings/azureml-v1.new.json', import.meta.url));

  it.each([
    ['init', (folder: string) => ['init', 'http://127.0.0.1:2/score', '--yes', '--folder', folder]],
    ['migrate', (folder: string) => ['migrate', v1, '--out', join(folder, 'deployment.yml')]],
  ])('%s leaves no part of one, and says that the disk does not take it', async (_, argsFor) => {
    const folder = await temporaryFolder();
    await expect(limitedTo(0, [launcherPath, ...argsFor(folder)])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^E_DISK: the file can't be written: .*\n.*\n {2}fix: check the free space/m,
      ),
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a file of the user’s', () => {
  it('is written anew with its rights, through a link', async () => {
    const folder = await temporaryFolder();
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    await writeFile(file, 'my own');
    await chmod(file, 0o600);
    await symlink('file', link);
    await writeWhole(link, 'anew');
    expect(await readFile(file, 'utf8')).toBe('anew');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    await writeWhole(join(folder, 'other'), 'new');
    expect((await readdir(folder)).sort()).toEqual(['file', 'link', 'other']);
  });

  it('is not written over where it must be new', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, 'my own');
    await expect(writeNew(file, 'other')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(file, 'utf8')).toBe('my own');
  });

  it('leaves nothing beside a folder that stands in its place', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'file'));
    await expect(writeWhole(join(folder, 'file'), 'text')).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder)).toEqual(['file']);
  });
});
