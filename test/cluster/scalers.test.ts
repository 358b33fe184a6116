import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { collectFrom, linesOf } from './collector.ts';
import { autoscaler, deployment, ownedBy, paths } from './objects.ts';
import { type Manifest, type ScriptedApiServer, startScriptedApiServer } from './scripted-api-server.ts';

let server: ScriptedApiServer;

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.put(paths.deployments, deployment('score', 1));
});

const serve = (...groups: readonly string[]): void => {
  server.documents.set('/apis', { groups: groups.map((name) => ({ name })) });
};
const canary = 'canary-5f2c';
const scaledObject = (name: string, target: string): Manifest =>
  ({
    metadata: {
      name,
      uid: `uid-of-${name}`,
      annotations: {
        'autoscaling.keda.sh/paused-replicas': '2',
        'kubectl.kubernetes.io/last-applied-configuration': canary,
        'example.com/token': canary,
      },
      managedFields: [{ manager: canary }],
    },
    spec: {
      scaleTargetRef: { name: target },
      maxReplicaCount: 9,
      triggers: [
        {
          type: 'rabbitmq',
          metricType: 'AverageValue',
          metadata: { host: `amqp://user:${canary}@mq`, value: '20', password: canary, queueName: 'q' },
          authenticationRef: { name: 'auth' },
        },
      ],
    },
    status: { conditions: [{ type: 'Paused', status: 'True' }] },
  }) as Manifest;

test('a ScaledObject is recorded with the HPA that it made, and without what may be secret', async () => {
  serve('keda.sh');
  server.put(paths.scaledobjects, scaledObject('score', 'score'));
  server.put(paths.scaledobjects, scaledObject('other', 'other'));
  server.put(
    paths.autoscalers,
    ownedBy(autoscaler('keda-hpa-score', 'score', 1), ['keda.sh/v1alpha1', 'ScaledObject', 'score']),
  );
  const { lines } = await collectFrom(server.url);
  expect(linesOf(lines, 'scaler')).toMatchObject([
    {
      name: 'score',
      desiredReplicas: null,
      conditions: [{ type: 'Paused', status: 'True', reason: '', message: '' }],
      object: {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        madeBy: null,
        target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
        annotations: { 'autoscaling.keda.sh/paused-replicas': '2' },
        spec: {
          maxReplicaCount: 9,
          triggers: [{ type: 'rabbitmq', metricType: 'AverageValue', metadata: { value: '20' } }],
        },
      },
    },
  ]);
  expect(linesOf(lines, 'autoscaler')).toMatchObject([
    { object: { madeBy: { kind: 'ScaledObject', name: 'score' } } },
  ]);
  expect(JSON.stringify(lines)).not.toContain(canary);
});

test('a PodAutoscaler of Knative says what it wants itself', async () => {
  serve('autoscaling.internal.knative.dev');
  server.put('/apis/autoscaling.internal.knative.dev/v1alpha1/namespaces/models/podautoscalers', {
    metadata: {
      name: 'score-00001',
      uid: 'pa',
      annotations: { 'autoscaling.knative.dev/target': '10', 'serving.knative.dev/creator': 'someone' },
    },
    spec: {
      containerConcurrency: 4,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
    },
    status: { desiredScale: 3, actualScale: 1 },
  } as Manifest);
  const { lines } = await collectFrom(server.url);
  expect(linesOf(lines, 'scaler')).toMatchObject([
    {
      desiredReplicas: 3,
      object: {
        kind: 'PodAutoscaler',
        annotations: { 'autoscaling.knative.dev/target': '10' },
        spec: { containerConcurrency: 4 },
      },
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain('someone');
});

test('a cluster without KEDA and Knative is not asked for their objects', async () => {
  serve('apps', 'autoscaling');
  const { lines } = await collectFrom(server.url);
  expect(server.requests.filter((request) => /keda|knative/.test(request))).toEqual([]);
  expect(linesOf(lines, 'unknown')).toEqual([]);
});

test('KEDA objects that the account may not read are unknown', async () => {
  serve('keda.sh');
  server.refuse(1_000, 403, /scaledobjects/);
  const { lines } = await collectFrom(server.url);
  expect(linesOf(lines, 'unknown')).toMatchObject([{ resource: 'scaledobjects' }]);
});

test.each([
  [
    'a GitOps tool that owns the number',
    { managedFields: [{ manager: 'argocd-controller', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }] },
    ['argocd-controller'],
  ],
  [
    'a tool that owns other fields',
    { managedFields: [{ manager: 'argocd-controller', fieldsV1: { 'f:spec': { 'f:template': {} } } }] },
    undefined,
  ],
  [
    'an HPA that owns it',
    { managedFields: [{ manager: 'kube-controller-manager', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }] },
    undefined,
  ],
  [
    'a tool whose manifest holds the number',
    {
      annotations: {
        'argocd.argoproj.io/tracking-id': 'a',
        'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{"replicas":2}}',
      },
    },
    ['argocd.argoproj.io/tracking-id'],
  ],
  [
    'a manifest with the number and no tool',
    { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{"replicas":2}}' } },
    undefined,
  ],
  [
    'a manifest that is not JSON',
    {
      annotations: {
        'argocd.argoproj.io/tracking-id': 'a',
        'kubectl.kubernetes.io/last-applied-configuration': '{',
      },
    },
    undefined,
  ],
])('of a Deployment, %s is told or not', async (_, metadata, signs) => {
  const { metadata: own, ...rest } = deployment('score', 1);
  server.put(paths.deployments, { ...rest, metadata: { ...own, ...metadata } });
  const { lines } = await collectFrom(server.url);
  expect(linesOf(lines, 'deployment')[0]?.replicasKeptBy).toEqual(signs);
});
