import { expect, onTestFinished, test } from 'vitest';
import { openCluster } from '../../../cluster/connect/open.ts';
import { readRoom } from '../../../cluster/room/read-room.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { pod } from '../objects.ts';
import { type Manifest, type ScriptedApiServer, startScriptedApiServer } from '../scripted-api-server.ts';

const model = { containers: [{ name: 'model', resources: { requests: { cpu: '1' } } }] };
const own = { ...pod('score-1'), spec: { ...model, nodeName: 'node-1' } } as Manifest;
const other = {
  metadata: { name: 'db' },
  spec: { nodeName: 'node-1', containers: [{ name: 'db', resources: { requests: { cpu: '2' } } }] },
  status: { phase: 'Running' },
} as Manifest;
const node = {
  metadata: { name: 'node-1' },
  status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '8', pods: '30' } },
} as Manifest;

const roomFrom = async (change: (server: ScriptedApiServer) => void) => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.documents.set('/apis', { groups: [] });
  server.put('/api/v1/pods', own);
  server.put('/api/v1/pods', other);
  change(server);
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const { access } = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=score' });
  if (access.kind === 'none') throw new Error('no way to the scripted server');
  const { room } = await readRoom(access.connection, 'models', {
    pods: [own],
    workload: undefined,
    nodes: [node],
  });
  return room!;
};

test('what else runs on the nodes, and that nothing adds any, is read from the whole cluster', async () => {
  const room = await roomFrom(() => {});
  expect(room.nodes).toMatchObject([{ name: 'node-1', used: { cpu: 3, pods: 2 }, ownPods: 1 }]);
  expect(room.nodeAutoscaler).toEqual([]);
});

test('pods of other namespaces that may not be read leave their share unknown', async () => {
  const room = await roomFrom((server) => server.refuse(1, 403, /GET \/api\/v1\/pods/));
  expect(room.nodes![0]).toMatchObject({ used: null, ownPods: 1 });
});

test('a node autoscaler shows by its status or its API; where neither may be read it is unknown', async () => {
  const status = /cluster-autoscaler-status/;
  const karpenter = await roomFrom((server) =>
    server.documents.set('/apis', { groups: [{ name: 'karpenter.sh' }] }),
  );
  expect(karpenter.nodeAutoscaler).toEqual(['karpenter.sh']);
  const own = await roomFrom((server) =>
    server.documents.set('/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-status', {
      metadata: { name: 'cluster-autoscaler-status' },
    }),
  );
  expect(own.nodeAutoscaler).toEqual(['cluster-autoscaler-status']);
  expect((await roomFrom((server) => server.refuse(1, 403, status))).nodeAutoscaler).toBeNull();
  expect((await roomFrom((server) => server.documents.delete('/apis'))).nodeAutoscaler).toBeNull();
});
