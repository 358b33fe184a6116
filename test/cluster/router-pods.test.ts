import { expect, onTestFinished, test } from 'vitest';
import { openCluster } from '../../cluster/connect/open.ts';
import { readRouterPods } from '../../cluster/router-pods.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { pod } from './objects.ts';
import { type Manifest, type ScriptedApiServer, startScriptedApiServer } from './scripted-api-server.ts';

const atMs = 1_780_000_000_000;

const frontEnd = (name: string, namespace: string, change: object = {}): Manifest => {
  const ready = pod(name);
  const labels = { azuremlappname: 'azureml-fe' };
  return { ...ready, metadata: { ...ready.metadata, namespace, labels }, ...change };
};

const read = async (fill: (server: ScriptedApiServer) => void) => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  fill(server);
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const { access } = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=score' });
  if (access.kind === 'none') throw new Error('no way to the scripted server');
  return readRouterPods(access.connection, atMs);
};

const line = (namespace: string, ready: number) => ({ kind: 'routerPods', atMs, namespace, ready });
const everywhere = '/api/v1/pods';
const inNamespace = (namespace: string): string => `/api/v1/namespaces/${namespace}/pods`;

test('ready pods of azureml-fe are counted by namespace; other pods and those that do not serve are not', async () => {
  const pods = await read((server) => {
    server.put(everywhere, frontEnd('azureml-fe-1', 'default'));
    server.put(everywhere, frontEnd('azureml-fe-v2-1', 'azureml'));
    server.put(everywhere, frontEnd('azureml-fe-v2-2', 'azureml'));
    server.put(everywhere, frontEnd('azureml-fe-v2-3', 'azureml', { status: { phase: 'Pending' } }));
    const leaving = frontEnd('azureml-fe-v2-4', 'azureml');
    const deletionTimestamp = '2026-11-23T03:40:00Z';
    server.put(everywhere, { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp } });
    server.put(everywhere, pod('score-1'));
  });
  expect(pods).toEqual([line('default', 1), line('azureml', 2)]);
});

test('where the whole cluster may not be listed, the two namespaces of the router are', async () => {
  const pods = await read((server) => {
    server.refuse(1, 403, /GET \/api\/v1\/pods/);
    server.put(inNamespace('azureml'), frontEnd('azureml-fe-v2-1', 'azureml'));
  });
  expect(pods).toEqual([line('azureml', 1)]);
});

test('nothing is claimed where one of them may not be listed: a second router could be there', async () => {
  const pods = await read((server) => {
    server.refuse(1, 403, /GET \/api\/v1\/pods/);
    server.refuse(1, 403, /namespaces\/default\/pods/);
    server.put(inNamespace('azureml'), frontEnd('azureml-fe-v2-1', 'azureml'));
  });
  expect(pods).toBeNull();
});
