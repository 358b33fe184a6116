import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { startForTest } from './start.ts';

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

describe('the sandbox', () => {
  it('writes a kubeconfig for its owner only, and takes it away at the end', async () => {
    const kubeconfigFolder = join(await temporaryFolder(), 'new', 'folder');
    const sandbox = await startForTest({ kubeconfigFolder, apiToken: 'secret' });
    expect(sandbox.kubeconfigPath).toBe(join(kubeconfigFolder, 'kubeconfig'));
    expect(statSync(sandbox.kubeconfigPath).mode & 0o777).toBe(0o600);
    await sandbox.close();
    expect(existsSync(sandbox.kubeconfigPath)).toBe(false);
    expect(existsSync(kubeconfigFolder)).toBe(true);
  });

  it('uses a temporary folder of its own where none is named', async () => {
    const sandbox = await startForTest();
    await sandbox.close();
    expect(existsSync(join(sandbox.kubeconfigPath, '..'))).toBe(false);
  });

  it('says which port is taken, and leaves nothing open', async () => {
    const first = await startForTest();
    const port = Number(new URL(first.scoreUrl).port);
    const second = startSandbox({ port: 0, apiPort: port });
    await expect(second).rejects.toMatchObject({
      code: 'E_PORT',
      details: [{ where: 'the Kubernetes API (apiPort, --api-port)' }],
    });
  });

  it('says which folder can not be written to', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const options = { port: 0, apiPort: 0, kubeconfigFolder: file };
    await expect(startSandbox(options)).rejects.toMatchObject({ code: 'E_DISK', details: [{ where: file }] });
  });

  it('ends while requests and watches are open', async () => {
    const sandbox = await startForTest({ serviceTimeMs: { kind: 'constant', meanMs: 3_600_000 } });
    const request = fetch(sandbox.scoreUrl, { method: 'POST' });
    const watch = await fetch(`${sandbox.apiUrl}/api/v1/pods?watch=1`);
    await expect.poll(() => sandbox.counters().total.arrivals).toBe(1);
    const ends = [expect(request).rejects.toThrow(), expect(watch.text()).rejects.toThrow()];
    await sandbox.close();
    await Promise.all(ends);
  });
});
