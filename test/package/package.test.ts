import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../cli/version.ts';
import { moduleHash, moduleSources } from '../../load/k6/module-source.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

let folder: string;
let headroom: string;

const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
};

// As a user installs it: the tarball of npm pack, globally, into a prefix of its own.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headroom-package-'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root, env: environment });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await run('npm', ['install', '--global', '--prefix', join(folder, 'prefix'), join(folder, tarball)], {
    env: environment,
  });
  headroom = join(folder, 'prefix/bin/headroom');
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package that npm pack makes', () => {
  it('holds no TypeScript source, test or path of this machine', async () => {
    const files = await readdir(join(folder, 'prefix/lib/node_modules/headroom'), { recursive: true });
    const own = files.filter((name) => !name.startsWith('node_modules'));
    expect(own.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
    expect(own.filter((name) => name.includes('test/'))).toEqual([]);
  });

  it('holds the Go sources of the k6 module, the same as here, so that k6 can be built', async () => {
    const packed = join(folder, 'prefix/lib/node_modules/headroom/dist/load/module');
    expect(await moduleSources(packed)).toEqual(await moduleSources());
    expect(await moduleHash(packed)).toBe(await moduleHash());
  });

  it('tells its version and helps', async () => {
    expect((await run(headroom, ['--version'], { env: environment })).stdout.trim()).toBe(version);
    expect((await run(headroom, ['test', '--help'], { env: environment })).stdout).toContain('--dry-run');
  });

  it('reads a config that imports headroom, far from its own folder', async () => {
    await writeFile(
      join(folder, 'k6.config.ts'),
      `import { defineConfig } from 'headroom';
       export default defineConfig({
         target: { url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 2000 },
         load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 10, arrivals: 'even' },
       });`,
    );
    const { stdout } = await run(headroom, ['test', '--dry-run'], { cwd: folder, env: environment });
    expect(stdout).toMatch(/soak\s+0:00\s+10 s\s+5\/s\s+50/);
  });

  it('runs a whole test: sandbox, k6, report', async () => {
    const { stdout } = await run(headroom, ['demo', '--quick', '--runs', join(folder, 'runs')], {
      env: environment,
      cwd: folder,
    });
    expect(stdout).toContain('report: ');
    const [id = ''] = await readdir(join(folder, 'runs'));
    expect(await readdir(join(folder, 'runs', id))).toContain('report.html');
  }, 180_000);
});
