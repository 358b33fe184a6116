import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bareMachine, realK6, realK6TimeLimitMs, writeGo } from '../../load/k6/stand-ins.ts';

const root = join(import.meta.dirname, '../../..');

let k6: string;
beforeAll(async () => {
  k6 = await realK6();
}, realK6TimeLimitMs);

/** `headroom k6 …` in a folder of its own, so that no config is found by chance. */
const headroomK6 = (
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
  ...options: readonly string[]
) =>
  promisify(execFile)(process.execPath, [join(root, 'bin/headroom.js'), 'k6', ...options], {
    cwd: folder,
    env: environment,
  });

describe('headroom k6', () => {
  it('prints the version, the path, or both with the source, and nothing else', async () => {
    const { folder, environment } = await bareMachine();
    const named = { folder, environment: { ...environment, HEADROOM_K6: k6 } };
    const version = /^k6 v2\.\d+\.\d+\n$/;
    expect(await headroomK6(named, '--version')).toEqual({
      stdout: expect.stringMatching(version),
      stderr: '',
    });
    expect(await headroomK6(named, '--path')).toEqual({ stdout: `${k6}\n`, stderr: '' });
    expect(await headroomK6(named, '--install')).toEqual({
      stdout: expect.stringMatching(/^k6 v2\S+ \(HEADROOM_K6\): \/.*\n$/),
      stderr: '',
    });
    expect(await headroomK6(named)).toEqual(await headroomK6(named, '--install'));
  });

  it('gets k6 where there is none: progress on stderr, the result on stdout', async () => {
    const { folder, bin, environment } = await bareMachine('cp');
    await writeGo(bin, k6);
    const { stdout, stderr } = await headroomK6({ folder, environment }, '--path');
    expect(stdout).toMatch(/^\/.*\/\.cache\/headroom\/k6\/v2\S+\/k6\n$/);
    expect(stderr).toBe('building k6 v2.2.0 with go1.26.8 (once, about two minutes)\n');
  });

  it('takes k6.path from the config beside it', async () => {
    const { folder, environment } = await bareMachine();
    const path = join(folder, 'tools', 'k6');
    await mkdir(join(folder, 'tools'));
    await symlink(k6, path);
    const load = { scenario: 'spike', baselineRatePerSecond: 1, peakRatePerSecond: 2 };
    const config = { target: { kind: 'local', url: 'http://127.0.0.1:8890/score' }, load, k6: { path } };
    await writeFile(join(folder, 'k6.config.ts'), `export default ${JSON.stringify(config)};`);
    expect((await headroomK6({ folder, environment })).stdout).toMatch(/^k6 v2\S+ \(config\): /);
  });

  it('ends with code 6 and every reason on stderr when there is no way', async () => {
    await expect(headroomK6(await bareMachine(), '--path')).rejects.toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('E_K6_MISSING: build with Go: go is not on PATH\n  fix: '),
    });
  });

  it('asks for one of its options only', async () => {
    await expect(headroomK6(await bareMachine(), '--path', '--version')).rejects.toMatchObject({ code: 2 });
  });
});
