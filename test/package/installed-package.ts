import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** The package, as a user has it who follows the README. */
export type InstalledPackage = {
  /** The user's folder: empty, but for what npm put there. */
  readonly folder: string;
  /** The package's own files. */
  readonly files: string;
  /** Runs the command in the user's folder; rejects where it ends with another code than 0. */
  readonly headroom: (...args: readonly string[]) => Promise<{ readonly stdout: string }>;
  /** Runs a shell script in the user's folder, as CI does. */
  readonly shell: (
    script: string,
    environment: Readonly<Record<string, string>>,
  ) => Promise<{ readonly stdout: string }>;
  /** Removes the user's folder. */
  readonly remove: () => Promise<void>;
};

/**
 * Packs this checkout and installs the tarball into an empty folder outside of it.
 *
 * @param nodeVersion a Node to install beside it, which then runs the command; without it this process's own runs it
 */
export const installPackage = async (nodeVersion?: string): Promise<InstalledPackage> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-package-'));
  const bin = join(folder, 'node_modules/.bin');
  const env = {
    ...process.env,
    PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter),
  };
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root, env });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  const node = nodeVersion === undefined ? [] : [`node@${nodeVersion}`];
  await run('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`, ...node], { cwd: folder, env });
  return {
    folder,
    files: join(folder, 'node_modules/kube-headroom'),
    headroom: (...args) => run(join(bin, 'headroom'), args, { cwd: folder, env }),
    shell: (script, more) => run('bash', ['-c', script], { cwd: folder, env: { ...env, ...more } }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
