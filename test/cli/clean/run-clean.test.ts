import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runClean } from '../../../cli/clean/run-clean.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { spikeConfig } from '../../builders/run.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { startForTest } from '../../sandbox/start.ts';

const cleanAt = async (server: string): Promise<string[]> => {
  const kubeconfig = await writeKubeconfig({ server });
  const cluster = { kubeconfig, namespace: 'models', selector: 'app=score' };
  const config = resolveConfig({ ...spikeConfig, cluster }, 'k6.config.ts');
  return runClean({ config, namespace: undefined, isAllowed: false, nowMs: Date.now() });
};

test('a sandbox, which has no Leases, is said to have nothing to clean', async () => {
  const { apiUrl } = await startForTest();
  expect(await cleanAt(apiUrl)).toEqual([
    `nothing is left over: ${apiUrl} has no Leases, as a sandbox has none, so no test made anything in it`,
  ]);
});

test('a server that does not say what it has is not taken for one without Leases', async () => {
  const proxy = createServer((_, response) => response.writeHead(404).end('no such path'));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => proxy.close(() => resolve())));
  const { port } = proxy.address() as AddressInfo;
  await expect(cleanAt(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
    code: 'E_CLUSTER',
    details: [{ what: expect.stringContaining('(404)') }],
  });
});
