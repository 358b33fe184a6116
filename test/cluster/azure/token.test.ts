import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { managementToken } from '../../../cluster/azure/token.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** Puts an `az` with these lines of shell first in PATH. */
const useAz = async (lines: string): Promise<void> => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'az'), `#!/bin/sh\n${lines}\n`);
  await chmod(join(folder, 'az'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
};

test('the last words of an az that gives no token are shown, without what may be a secret', async () => {
  const said = `ERROR: AADSTS7000215: secret c4n8Q~ary${'C4nary'.repeat(6)} is not valid. Trace ID: 1`;
  await useAz(`echo first words >&2\necho '${said}' >&2\nexit 1`);
  await expect(managementToken('https://management.example')).rejects.toMatchObject({
    details: [
      {
        what: 'there is no token for Azure: ERROR: AADSTS7000215: secret [redacted] is not valid. Trace ID: 1',
        where: 'az account get-access-token',
      },
    ],
  });
});

test.each([
  ['true', 'nothing'],
  ["echo '<html>log in</html>'", 'what is no token'],
  [`printf '{"accessToken":"abc'`, 'what is no token'],
])('an az that ends well without a token is named: %s', async (lines, printed) => {
  await useAz(lines);
  await expect(managementToken('https://management.example')).rejects.toMatchObject({
    details: [
      {
        what: `there is no token for Azure: az ended without an error and printed ${printed}`,
        where: 'az account get-access-token',
      },
    ],
  });
});

test('a token is taken without the end of its line', async () => {
  await useAz('echo eyJ0.a-b_c.d~e+f/g==');
  expect(await managementToken('https://management.example')).toBe('eyJ0.a-b_c.d~e+f/g==');
});
