import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Commit, commitSchema } from '../../runs/schema/labels.ts';

/** A repository on a slow disk must not hold a load back. */
const timeoutMs = 5000;

/** Only tracked files, and nothing that a repository's own settings would start. */
const statusArguments = [
  '-c',
  'core.fsmonitor=false',
  'status',
  '--porcelain=v2',
  '--branch',
  '--untracked-files=no',
];

/** The value of a header line, such as `# branch.oid 1234`. */
const headerOf = (lines: readonly string[], name: string): string | undefined => {
  const start = `# branch.${name} `;
  return lines.find((line) => line.startsWith(start))?.slice(start.length);
};

/**
 * The commit that `git status --porcelain=v2 --branch` tells of; undefined in a repository that has none yet.
 * The format: https://git-scm.com/docs/git-status, "Porcelain Format Version 2".
 */
const commitFrom = (status: string): Commit | undefined => {
  const lines = status.split('\n').filter((line) => line !== '');
  const branch = headerOf(lines, 'head');
  const parsed = commitSchema.safeParse({
    id: headerOf(lines, 'oid'),
    branch: branch === undefined || branch === '(detached)' ? null : branch,
    hasChanges: lines.some((line) => !line.startsWith('#')),
  });
  return parsed.success ? parsed.data : undefined;
};

/** The commit that is checked out in a folder; undefined where there is no git, no repository, or no commit. */
export const commitOf = async (folder: string): Promise<Commit | undefined> => {
  try {
    const { stdout } = await promisify(execFile)('git', statusArguments, {
      cwd: folder,
      timeout: timeoutMs,
      maxBuffer: 64 * 1024 * 1024,
      // Without the lock that `status` takes to refresh the index: someone may be committing.
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    });
    return commitFrom(stdout);
  } catch {
    // No git, or no repository: a run has no commit then, which is no fault.
    return undefined;
  }
};
