import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { managementToken } from '../../../cluster/azure/token.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

test('the last words of an az that gives no token are shown, without what may be a secret', async () => {
  const folder = await temporaryFolder();
  const said = `ERROR: AADSTS7000215: secret c4n8Q~ary${'C4nary'.repeat(6)} is not valid. Trace ID: 1`;
  await writeFile(join(folder, 'az'), `#!/bin/sh\necho first words >&2\necho '${said}' >&2\nexit 1\n`);
  await chmod(join(folder, 'az'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
  await expect(managementToken('https://management.example')).rejects.toMatchObject({
    details: [
      {
        what: 'there is no token for Azure: ERROR: AADSTS7000215: secret [redacted] is not valid. Trace ID: 1',
        where: 'az account get-access-token',
      },
    ],
  });
});
