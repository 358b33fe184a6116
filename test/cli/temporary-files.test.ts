import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { launcherPath } from '../../cli/version.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

const runsWith = async (TMPDIR: string): Promise<string> => {
  const cwd = await temporaryFolder();
  const env = { ...process.env, TMPDIR, NODE_COMPILE_CACHE: undefined };
  // A start that never ends is ended, or it would stay behind this test.
  const options = { cwd, env, timeout: 50_000 };
  const { stdout } = await promisify(execFile)(process.execPath, [launcherPath, 'runs'], options);
  return stdout;
};

it.skipIf(!existsSync('/proc/self')).each(['/proc', '/proc/none'])(
  'needs no folder for temporary files: %s, which takes none',
  async (folder) => {
    expect(await runsWith(folder)).toContain('no run: there is no folder runs');
  },
);

it('makes the folder for temporary files where it is not there yet', async () => {
  const folder = join(await temporaryFolder(), 'not-yet');
  expect(await runsWith(folder)).toContain('no run: there is no folder runs');
  expect(existsSync(join(folder, 'node-compile-cache'))).toBe(true);
});
