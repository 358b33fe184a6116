import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openCluster } from '../../cluster/connect/open.ts';
import { snapshotOf } from '../../cluster/follow/snapshot.ts';
import { inForce } from '../../planner/live/in-force.ts';
import { replicasBySecond } from '../../planner/timeline/cluster-grid.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { linesOf } from '../cluster/collector.ts';
import { paths } from '../cluster/objects.ts';
import { type ControlPlane, startControlPlane } from './control-plane/control-plane.ts';
import { installCrds } from './control-plane/crds.ts';
import * as service from './control-plane/service.ts';

let plane: ControlPlane;
const canary = 'canary-91ab';

beforeAll(async () => {
  plane = await startControlPlane(inject('controlPlane'));
  await service.createNamespace(plane.api);
  await installCrds(plane.api);
});
afterAll(() => plane.stop());

const container = { name: 'model', image: 'registry.invalid/model:1' };
const templateOf = (app: string) => ({ metadata: { labels: { app } }, spec: { containers: [container] } });
const selectorOf = (app: string) => ({ matchLabels: { app } });

/** A reference to an object that exists, as a controller would set it. */
const ownerOf = async (path: string, apiVersion: string, kind: string, name: string) => {
  const { metadata } = (await plane.api.read(`${path}/${name}`)) as { metadata: { uid: string } };
  return { ownerReferences: [{ apiVersion, kind, name, uid: metadata.uid, controller: true }] };
};
const createPod = (name: string, app: string, owner: object) =>
  plane.api.create(paths.pods, {
    metadata: { name, labels: { app }, ...owner },
    spec: { containers: [container] },
  });
const hpaOf = (name: string, kind: string, target: string, maxReplicas = 8) => ({
  metadata: { name },
  spec: {
    minReplicas: 2,
    maxReplicas,
    scaleTargetRef: { apiVersion: 'apps/v1', kind, name: target },
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
  },
});

const snapshotAs = async (app: string): Promise<readonly ClusterLine[]> => {
  const kubeconfig = await plane.kubeconfig('admin');
  const cluster = await openCluster({ kubeconfig, namespace: 'models', selector: `app=${app}` });
  return snapshotOf(cluster, new AbortController().signal);
};
const policyIn = (lines: readonly ClusterLine[]) =>
  inForce(lines, { stated: null, fallback: null, isAzureml: false });
const desiredIn = (lines: readonly ClusterLine[]) =>
  replicasBySecond(lines, Date.now() - 1000, 2).at(-1)?.desired;

/** A Deployment without labels of its own, down to one of its pods. */
const createUnlabelled = async (app: string): Promise<void> => {
  await plane.api.create(paths.deployments, {
    metadata: { name: app },
    spec: { replicas: 2, selector: selectorOf(app), template: templateOf(app) },
  });
  const deployment = await ownerOf(paths.deployments, 'apps/v1', 'Deployment', app);
  await plane.api.create(paths.replicasets, {
    metadata: { name: `${app}-5d`, labels: { app }, ...deployment },
    spec: { replicas: 2, selector: selectorOf(app), template: templateOf(app) },
  });
  await createPod(`${app}-5d-a`, app, await ownerOf(paths.replicasets, 'apps/v1', 'ReplicaSet', `${app}-5d`));
};

test('a Deployment without labels is found by its pods, and its HPA is what is in force', async () => {
  await createUnlabelled('plain');
  await plane.api.create(paths.autoscalers, hpaOf('plain-hpa', 'Deployment', 'plain'));
  const lines = await snapshotAs('plain');
  expect(linesOf(lines, 'deployment')).toMatchObject([{ name: 'plain', desired: 2 }]);
  expect(desiredIn(lines)).toBe(2);
  expect(policyIn(lines)).toMatchObject({
    from: 'live',
    findings: [],
    policy: {
      kind: 'hpa',
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [{ name: 'cpu', targetValue: 0.5 }],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  });
});

test('a second HPA of the same target is found, and neither is in force', async () => {
  await createUnlabelled('twice');
  await plane.api.create(paths.autoscalers, hpaOf('twice-a', 'Deployment', 'twice'));
  await plane.api.create(paths.autoscalers, hpaOf('twice-b', 'Deployment', 'twice', 20));
  expect(policyIn(await snapshotAs('twice'))).toMatchObject({
    policy: null,
    findings: [{ code: 'severalAutoscalers', target: 'Deployment twice' }],
  });
});

test('a GitOps tool that writes the replicas is found', async () => {
  await createUnlabelled('kept');
  await plane.api.create(paths.autoscalers, hpaOf('kept-hpa', 'Deployment', 'kept'));
  await plane.api.patch(`${paths.deployments}/kept?fieldManager=argocd-controller`, {
    spec: { replicas: 3 },
  });
  const lines = await snapshotAs('kept');
  expect(policyIn(lines).findings).toEqual([
    { code: 'replicasKept', workload: 'Deployment kept', signs: ['argocd-controller'] },
  ]);
  expect(desiredIn(lines)).toBe(3);
});

test('a StatefulSet is found with its wanted replicas and its HPA', async () => {
  await plane.api.create(paths.statefulsets, {
    metadata: { name: 'stateful' },
    spec: {
      serviceName: 'stateful',
      replicas: 4,
      selector: selectorOf('stateful'),
      template: templateOf('stateful'),
    },
  });
  await createPod(
    'stateful-0',
    'stateful',
    await ownerOf(paths.statefulsets, 'apps/v1', 'StatefulSet', 'stateful'),
  );
  await plane.api.create(paths.autoscalers, hpaOf('stateful-hpa', 'StatefulSet', 'stateful'));
  const lines = await snapshotAs('stateful');
  expect(linesOf(lines, 'workload')).toMatchObject([{ name: 'stateful', desired: 4 }]);
  expect(desiredIn(lines)).toBe(4);
  expect(policyIn(lines).policy).toMatchObject({ kind: 'hpa', maxReplicas: 8 });
});

test('a ScaledObject is in force over its HPA, and what its triggers hold in secret is not recorded', async () => {
  await createUnlabelled('keda');
  await plane.api.create(paths.scaledobjects, {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'keda', annotations: { 'example.com/key': canary } },
    spec: {
      scaleTargetRef: { name: 'keda' },
      minReplicaCount: 1,
      maxReplicaCount: 9,
      triggers: [
        { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } },
        {
          type: 'redis',
          metadata: { address: 'redis:6379', password: canary, listName: 'q', listLength: '5' },
        },
      ],
    },
  });
  const hpa = hpaOf('keda-hpa-keda', 'Deployment', 'keda');
  const owner = await ownerOf(paths.scaledobjects, 'keda.sh/v1alpha1', 'ScaledObject', 'keda');
  await plane.api.create(paths.autoscalers, { ...hpa, metadata: { ...hpa.metadata, ...owner } });
  const lines = await snapshotAs('keda');
  expect(policyIn(lines)).toMatchObject({
    from: 'live',
    policy: { kind: 'hpa', minReplicas: 1, maxReplicas: 9, metrics: [{ targetValue: 0.6 }] },
    findings: [{ code: 'metricNotSimulated', type: 'redis' }],
  });
  expect(JSON.stringify(lines)).not.toContain(canary);
});
