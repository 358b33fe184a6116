import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { openCluster } from '../../cluster/connect/open.ts';
import { examineCluster } from '../../cluster/doctor/examine.ts';
import type { DoctorLine, DoctorTopic } from '../../cluster/doctor/line.ts';
import { rbacManifest } from '../../cluster/rights/manifest.ts';
import { needsOfKinds } from '../../cluster/rights/needs.ts';
import { paths } from '../cluster/objects.ts';
import { accounts, type ControlPlane, startControlPlane } from './control-plane/control-plane.ts';
import * as service from './control-plane/service.ts';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane(inject('controlPlane'));
  await plane.api.create('/api/v1/namespaces', { metadata: { name: 'models' } });
  await service.createDeployment(plane.api, 'score', 1);
  await service.createPod(plane.api, 'score-1');
  await service.createAutoscaler(plane.api, 'score-hpa', 'score');
});
afterAll(() => plane.stop());

const examineAs = async (
  account: 'admin' | 'reader' | 'stranger',
  { namespace = 'models', selector = 'app=score', isAzureml = false } = {},
) => {
  const kubeconfig = await plane.kubeconfig(account);
  const cluster = await openCluster({ kubeconfig, namespace, selector });
  const expected = { slotsPerReplica: 1, slotsFrom: 'default' as const, isAzureml, now: Date.now };
  const { lines } = await examineCluster(cluster, expected, new AbortController().signal);
  for (const secret of [...Object.values(accounts), 'unknown-token'])
    expect(JSON.stringify(lines)).not.toContain(secret);
  return lines;
};
const of = (lines: readonly DoctorLine[], topic: DoctorTopic) => lines.filter((line) => line.topic === topic);

const pathOf = ({ kind, metadata }: { kind: string; metadata: { namespace?: string } }): string =>
  `/apis/rbac.authorization.k8s.io/v1/${metadata.namespace ? `namespaces/${metadata.namespace}/` : ''}${kind.toLowerCase()}s`;

test('an account without rights is blind; what rbac prints gives it all that doctor asks for, and no write', async () => {
  expect(of(await examineAs('reader'), 'permission')).toEqual(
    expect.arrayContaining([expect.objectContaining({ level: 'problem', isBlind: true })]),
  );
  const text = rbacManifest({
    namespace: 'models',
    needs: { ...needsOfKinds('models', []), write: [] },
    subject: { kind: 'User', name: 'reader' },
  });
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS();
    await plane.api.create(pathOf(object), object);
  }
  const granted = async () => of(await examineAs('reader'), 'permission');
  // The authorizer learns of a new binding by a watch of its own: no request tells when it has.
  await expect.poll(granted, { timeout: 20_000 }).toMatchObject([{ level: 'ok' }]);
  expect(of(await examineAs('reader'), 'namespace')).toMatchObject([{ level: 'ok' }]);
});

test('the roles for writing are accepted too', async () => {
  const needs = needsOfKinds('models', ['statefulset', 'knative']);
  const text = rbacManifest({ namespace: 'models', needs, subject: undefined });
  const objects = parseAllDocuments(text).map((document) => document.toJS());
  expect(objects.map(({ metadata }) => metadata.name)).toEqual([
    'headroom-read',
    'headroom-read-nodes',
    'headroom-apply',
  ]);
  for (const object of objects)
    expect(
      await plane.api.tryApply(`${pathOf(object)}/${object.metadata.name}`, JSON.stringify(object)),
    ).toBe('accepted');
});

test('a real HPA, a real quota and real requests are judged', async () => {
  await plane.api.create('/api/v1/namespaces/models/resourcequotas', {
    metadata: { name: 'team' },
    spec: { hard: { pods: '3' } },
  });
  await plane.api.patch('/api/v1/namespaces/models/resourcequotas/team/status', {
    status: { hard: { pods: '3' }, used: { pods: '1' } },
  });
  const lines = await examineAs('admin');
  expect(of(lines, 'autoscaler')).toMatchObject([
    { level: 'ok', what: 'HorizontalPodAutoscaler score-hpa: 1 to 8 replicas at cpu 50 %' },
  ]);
  expect(of(lines, 'metrics')).toMatchObject([
    { level: 'warning', what: expect.stringContaining('<unknown>') },
  ]);
  expect(of(lines, 'requests')).toMatchObject([
    { level: 'problem', what: expect.stringContaining('model has no cpu request') },
  ]);
  expect(of(lines, 'room')[0]).toMatchObject({
    level: 'problem',
    what: expect.stringContaining('lets 3 replicas exist'),
  });
});

test('ready pods of Azure ML’s router are counted by who may look', async () => {
  const pods = '/api/v1/namespaces/azureml/pods';
  await plane.api.create('/api/v1/namespaces', { metadata: { name: 'azureml' } });
  for (const name of ['azureml-fe-v2-1', 'azureml-fe-v2-2', 'azureml-fe-v2-3'])
    await plane.api.create(pods, {
      metadata: { name, labels: { azuremlappname: 'azureml-fe' } },
      spec: { containers: [{ name: 'envoy', image: 'registry.invalid/envoy:1' }] },
    });
  for (const name of ['azureml-fe-v2-1', 'azureml-fe-v2-2'])
    await plane.api.patch(`${pods}/${name}/status`, {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
  const routerSeenBy = async (account: 'admin' | 'reader') =>
    of(await examineAs(account, { isAzureml: true }), 'router').map(({ what }) => what);
  expect(await routerSeenBy('admin')).toEqual(['azureml-fe has 2 ready pods in namespace "azureml"']);
  expect(await routerSeenBy('reader')).toEqual([expect.stringContaining('could not be read')]);
});

test('a namespace that is missing is named, with the nearest that exists', async () => {
  expect(of(await examineAs('admin', { namespace: 'modles' }), 'namespace')).toMatchObject([
    { level: 'problem', isBlind: true, fix: expect.stringContaining('namespaces there: models') },
  ]);
});

test('a selector that matches nothing lists the labels there', async () => {
  expect(of(await examineAs('admin', { selector: 'app=scor' }), 'selector')).toMatchObject([
    { level: 'problem', isBlind: true, what: expect.stringContaining('labels there: app=score') },
  ]);
});

test('an account that the server does not know is blind', async () => {
  expect(await examineAs('stranger')).toMatchObject([{ topic: 'cluster', isBlind: true }]);
});

test('pods of a real Deployment’s ReplicaSet are followed to it', async () => {
  const { metadata } = (await plane.api.read(`${paths.deployments}/score`)) as { metadata: { uid: string } };
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'score',
    uid: metadata.uid,
    controller: true,
  };
  await service.createReplicaSet(plane.api, 'score-5d', 1);
  await plane.api.patch(`${paths.replicasets}/score-5d`, { metadata: { ownerReferences: [owner] } });
  const set = (await plane.api.read(`${paths.replicasets}/score-5d`)) as { metadata: { uid: string } };
  const ofSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'score-5d',
    uid: set.metadata.uid,
    controller: true,
  };
  await plane.api.patch(`${paths.pods}/score-1`, { metadata: { ownerReferences: [ofSet] } });
  expect(of(await examineAs('admin'), 'selector')).toMatchObject([
    { level: 'ok', what: '"app=score" matches 1 pod, 0 of them ready, of Deployment score' },
  ]);
});
