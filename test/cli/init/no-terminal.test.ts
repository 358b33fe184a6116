import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { headroomHere } from '../../builders/in-process.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

const bin = join(import.meta.dirname, '../../../bin/headroom.js');

it('refuses to ask where there is no terminal, and names the option that asks nothing', async () => {
  const folder = await temporaryFolder();
  const ended = spawnSync(process.execPath, [bin, 'init', 'http://127.0.0.1:9/score', '--folder', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    // No cluster: only the questions of a URL alone are asked.
    env: { ...process.env, HOME: folder, KUBECONFIG: '' },
  });
  expect(ended.stderr).toContain('E_USAGE: there is no terminal to ask on');
  expect(ended.stderr).toContain('say --yes');
  expect(ended.stderr).not.toContain('top-level await');
  expect(ended.status).toBe(2);
});

it.each([
  [
    'a kubeconfig of the environment that is not there is no cluster',
    [],
    0,
    /no cluster: the kubeconfig can't be read.*nowhere/,
  ],
  [
    'one that an option names must be there',
    ['--kubeconfig', 'nowhere'],
    7,
    /E_CLUSTER: the kubeconfig can't be read/,
  ],
])('%s', async (_, args, status, said) => {
  const folder = await temporaryFolder();
  vi.stubEnv('HOME', folder);
  vi.stubEnv('KUBECONFIG', join(folder, 'nowhere'));
  const ended = await headroomHere([
    'init',
    'http://127.0.0.1:9/score',
    '--folder',
    folder,
    '--yes',
    ...args,
  ]);
  expect(ended.stderr).toMatch(said);
  expect(ended.code).toBe(status);
});
