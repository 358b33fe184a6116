import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { launcherPath } from '../../cli/version.ts';
import { temporaryFolder } from '../builders/run-folder.ts';

it('refuses to run in a folder that was removed meanwhile', async () => {
  const folder = join(await temporaryFolder(), 'gone');
  const line = 'mkdir "$1" && cd "$1" && rmdir "$1" && shift && exec "$@"';
  const inGoneFolder = (verb: string) =>
    promisify(execFile)('bash', ['-c', line, 'bash', folder, process.execPath, launcherPath, verb]);
  await expect(inGoneFolder('runs')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^E_USAGE: the working folder is no longer there\n {2}fix: .*cd/),
  });
});
