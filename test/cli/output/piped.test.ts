import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { launcherPath } from '../../../cli/version.ts';

/** The standard output of a line of the shell, and what the tool in it ended with. */
const shell = (line: string) =>
  promisify(execFile)('bash', ['-c', `set -o pipefail; ${line}`, 'bash', process.execPath, launcherPath]);

it('hands a large answer over whole to the reader of a pipe', async () => {
  const { stdout } = await shell('"$1" "$2" config schema | (read -r first; echo "$first"; cat)');
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(JSON.parse(stdout)).toHaveProperty('properties');
});

it('ends well where the reader takes only the first line', async () => {
  const { stdout, stderr } = await shell('("$1" "$2" config schema; echo "ended with $?" >&2) | head -n 1');
  expect(stdout).toBe('{\n');
  expect(stderr).toBe('ended with 0\n');
});

// A device that is always full: of Linux.
it.skipIf(!existsSync('/dev/full')).each(['config schema', 'plan --help', '--help', '--version'])(
  'tells that %s could not be written to a full disk',
  async (verb) => {
    const line = `"$1" "$2" ${verb} > /dev/full`;
    await expect(shell(line)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^E_DISK: the answer can't be written to standard output: ENOSPC.*\n {2}fix: .*\n$/,
      ),
    });
  },
);

it.skipIf(!existsSync('/dev/full'))(
  'keeps the exit code of a failure whose message could not be written',
  async () => {
    await expect(shell('"$1" "$2" explain > /dev/full 2> /dev/full')).rejects.toMatchObject({ code: 2 });
  },
);
