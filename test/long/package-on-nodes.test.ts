import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type InstalledPackage, installPackage } from '../package/installed-package.ts';

/** A model server as people run one on their machine: no cluster, no router. */
const modelServer = async (): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end('{"predictions":[1]}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`;
};

describe.each(['22', '24'])('the package, installed into an empty folder with Node %s', (nodeVersion) => {
  let installed: InstalledPackage;

  beforeAll(async () => {
    installed = await installPackage(nodeVersion);
  });

  afterAll(() => installed.remove());

  it('runs a whole test: sandbox, k6, report', async () => {
    const { stdout } = await installed.headroom('demo', '--quick', '--runs', 'runs');
    expect(stdout).toContain('report: ');
    const [id = ''] = await readdir(join(installed.folder, 'runs'));
    expect(await readdir(join(installed.folder, 'runs', id))).toContain('report.html');
  });

  it('tests a plain model server without a cluster', async () => {
    await writeFile(
      join(installed.folder, 'k6.config.ts'),
      `import { defineConfig } from 'kube-headroom';
       export default defineConfig({
         target: { kind: 'local', url: '${await modelServer()}', payload: { json: { instances: [[1, 2]] } } },
         load: { scenario: 'soak', ratePerSecond: 10, soakSeconds: 5 },
         slo: { maxErrorShare: 0.01 },
       });`,
    );
    const { stdout } = await installed.headroom('test', '--runs', 'own');
    expect(stdout).toMatch(/✓ MET/);
    const [id = ''] = await readdir(join(installed.folder, 'own'));
    expect(await readdir(join(installed.folder, 'own', id))).toContain('report.html');
  });

  it('runs on that Node', async () => {
    await writeFile(
      join(installed.folder, 'node.config.ts'),
      `if (!process.version.startsWith('v${nodeVersion}.')) throw new Error(process.version);
       export default {
         target: { kind: 'local', url: 'http://127.0.0.1:9/score' },
         load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 5 },
       };`,
    );
    const { stdout } = await installed.headroom('test', '--dry-run', '--config', 'node.config.ts');
    expect(stdout).toContain('soak');
  });
});
