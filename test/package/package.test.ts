import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../cli/version.ts';
import { moduleHash, moduleSources } from '../../load/k6/module-source.ts';
import { installedMost, measureInstalled } from '../../release/installed.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
}, 300_000);

afterAll(() => installed.remove());

describe('the package that npm pack makes', () => {
  it('holds no TypeScript source, but in its examples, and no test', async () => {
    const files = await readdir(installed.files, { recursive: true });
    const own = files.filter((name) => !name.startsWith('examples/'));
    expect(own.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
    expect(files.filter((name) => name.includes('test/'))).toEqual([]);
  });

  it('holds examples, documentation, and the licences of what it bundles', async () => {
    // README names the first two.
    const pages = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/payloads.md', 'CHANGELOG.md', 'LICENSE'];
    for (const name of ['examples/endpoints/k6.config.ts', ...pages])
      expect(await readFile(join(installed.files, name), 'utf8')).not.toBe('');
    const notices = await readFile(join(installed.files, 'dist/third-party-notices.txt'), 'utf8');
    expect(notices).toMatch(/^@kubernetes\/client-node \S+ \(Apache-2\.0\)$/m);
  });

  it('installs little, and brings few packages along', async () => {
    const { megabytes, packages } = await measureInstalled(installed.folder);
    expect(packages).toContain(`kube-headroom ${version}`);
    expect(megabytes).toBeLessThanOrEqual(installedMost.megabytes);
    expect(packages.length).toBeLessThanOrEqual(installedMost.packages);
  });

  it('holds the Go sources of the k6 module, the same as here, so that k6 can be built', async () => {
    const packed = join(installed.files, 'dist/load/module');
    expect(await moduleSources(packed)).toEqual(await moduleSources());
    expect(await moduleHash(packed)).toBe(await moduleHash());
  });

  it('tells its version and helps', async () => {
    expect((await installed.headroom('--version')).stdout.trim()).toBe(version);
    expect((await installed.headroom('test', '--help')).stdout).toContain('--dry-run');
  });

  it('reads a config that imports kube-headroom', async () => {
    await writeFile(
      join(installed.folder, 'k6.config.ts'),
      `import { defineConfig } from 'kube-headroom';
       export default defineConfig({
         target: { url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 2000 },
         load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 10, arrivals: 'even' },
       });`,
    );
    const { stdout } = await installed.headroom('test', '--dry-run');
    expect(stdout).toMatch(/soak\s+0:00\s+10 s\s+5\/s\s+50/);
  });

  it.each(['github-action/action.yml', 'azure-pipelines/headroom.yml'])(
    'the installed package runs by the script of %s',
    async (file) => {
      const text = await readFile(join(import.meta.dirname, '../../release', file), 'utf8');
      const script = /npx --no headroom .*/.exec(text)?.[0] ?? '';
      const env = { CONFIG_FILE: 'k6.config.ts', TEST_ARGUMENTS: '--dry-run' };
      const { stdout } = await installed.shell(script, env);
      expect(stdout).toMatch(/soak\s+0:00\s+10 s\s+5\/s\s+50/);
    },
  );
});
