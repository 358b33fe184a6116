import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '../../../cluster/connect/open.ts';
import { watchCluster } from '../../../cluster/follow/watch.ts';
import type { ClusterLine, PodLine } from '../../../runs/schema/cluster-series.ts';
import { startForTest, untilReplicas } from '../start.ts';

const scaleTo = (replicas: number) => ({ policy: { kind: 'fixed', replicas } }) as const;

describe('clients of the Kubernetes API', () => {
  it('the library: its watch reads the changes through the kubeconfig', async () => {
    const { KubeConfig, Watch } = await import('@kubernetes/client-node');
    const sandbox = await startForTest({ apiToken: 'secret', ...scaleTo(2) });
    const config = new KubeConfig();
    config.loadFromFile(sandbox.kubeconfigPath);
    const types: string[] = [];
    const ended = new Promise<unknown>((resolve) => {
      const path = '/api/v1/namespaces/default/pods';
      const onFrame = (type: string) => {
        types.push(type);
        if (types.length === 2) sandbox.changeSettings(scaleTo(1));
        if (type === 'DELETED') sandbox.compact();
      };
      new Watch(config).watch(path, { labelSelector: 'azuremlappname=demo' }, onFrame, resolve);
    });
    expect(await ended).toBeNull();
    expect(types).toEqual(['ADDED', 'ADDED', 'MODIFIED', 'DELETED', 'ERROR']);
  });

  it('the collector of this tool: it sees every start and end, across a compacted history', async () => {
    const sandbox = await startForTest();
    const { kubeconfigPath: kubeconfig } = sandbox;
    const selector = 'azuremlappname=demo';
    const cluster = await openCluster({ kubeconfig, namespace: 'default', selector });
    const lines: ClusterLine[] = [];
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    const onLine = (line: ClusterLine) => lines.push(line);
    const watching = await watchCluster(cluster, { onLine, signal: controller.signal, now: Date.now });
    const pods = (): PodLine[] => lines.filter((line) => line.kind === 'pod');
    const everReady = () => new Set(pods().flatMap(({ ready, name }) => (ready ? [name] : [])));

    sandbox.changeSettings(scaleTo(3));
    await expect.poll(() => everReady().size, { timeout: 10_000 }).toBe(3);
    sandbox.compact();
    sandbox.changeSettings(scaleTo(1));
    await untilReplicas(sandbox, ({ ready }) => ready === 1);
    const gone = () => new Set(pods().flatMap(({ deleted, name }) => (deleted ? [name] : [])));
    await expect.poll(() => gone().size, { timeout: 10_000 }).toBe(2);
    controller.abort();
    await watching.done;
    const kinds = new Set(lines.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining(['clock', 'deployment', 'event', 'node', 'pod', 'replicaSet']),
    );
    expect(lines.filter(({ kind }) => kind === 'unknown')).toEqual([]);
  });
});
