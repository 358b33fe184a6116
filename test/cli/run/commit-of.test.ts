import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitOf } from '../../../cli/run/commit-of.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** A repository with a file and no commit, and git run in it. */
const repository = async () => {
  const folder = await temporaryFolder();
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '-q', '-b', 'main');
  await writeFile(join(folder, 'a.txt'), 'one');
  git('add', 'a.txt');
  return { folder, git };
};

describe('the commit of a run', () => {
  it('is what is checked out, with its branch', async () => {
    const { folder, git } = await repository();
    git('commit', '-qm', 'first');
    expect(await commitOf(folder)).toEqual({
      id: git('rev-parse', 'HEAD'),
      branch: 'main',
      hasChanges: false,
    });
  });

  it('tells that tracked files were changed, and not of new ones', async () => {
    const { folder, git } = await repository();
    git('commit', '-qm', 'first');
    await writeFile(join(folder, 'new.txt'), 'new');
    expect(await commitOf(folder)).toMatchObject({ hasChanges: false });
    await writeFile(join(folder, 'a.txt'), 'two');
    expect(await commitOf(folder)).toMatchObject({ hasChanges: true });
  });

  it('has no branch where HEAD is a commit', async () => {
    const { folder, git } = await repository();
    git('commit', '-qm', 'first');
    git('checkout', '-q', '--detach');
    expect(await commitOf(folder)).toMatchObject({ branch: null });
  });

  it('is absent without a commit, and outside of any repository', async () => {
    expect(await commitOf((await repository()).folder)).toBeUndefined();
    expect(await commitOf(await temporaryFolder())).toBeUndefined();
  });

  it('starts nothing that the repository names', async () => {
    const { folder, git } = await repository();
    git('commit', '-qm', 'first');
    git('config', 'core.fsmonitor', `touch ${join(folder, 'started')}; false`);
    expect(await commitOf(folder)).toMatchObject({ branch: 'main' });
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });
});
