import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openCluster } from '../../../cluster/connect/open.ts';
import { examineCluster } from '../../../cluster/doctor/examine.ts';
import type { DoctorLine, DoctorTopic } from '../../../cluster/doctor/line.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { autoscaler, deployment, paths, pod } from '../objects.ts';
import { type Manifest, type ScriptedApiServer, startScriptedApiServer } from '../scripted-api-server.ts';

let server: ScriptedApiServer;

const ownedBy = (kind: string, name: string, apiVersion = 'apps/v1') => ({
  ownerReferences: [{ apiVersion, kind, name, controller: true }],
});

const owned = (object: Manifest, kind: string, name: string, apiVersion?: string): Manifest => ({
  ...object,
  metadata: { ...object.metadata, ...ownedBy(kind, name, apiVersion) },
});

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.documents.set('/apis/apps/v1', {
    resources: ['Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
      kind,
      name: `${kind.toLowerCase()}s`,
    })),
  });
  server.put('/api/v1/namespaces', { metadata: { name: 'models' } });
  server.put(paths.deployments, deployment('score', 2));
  const replicaSet = { metadata: { name: 'score-5d', labels: { app: 'score' } } };
  server.put(paths.replicasets, owned(replicaSet, 'Deployment', 'score'));
  for (const name of ['score-a', 'score-b'])
    server.put(paths.pods, owned(pod(name), 'ReplicaSet', 'score-5d'));
});

const examine = async ({ selector = 'app=score', namespace = 'models', slots = 1 } = {}) => {
  const kubeconfig = await writeKubeconfig({ server: server.url, user: { token: 'canary-token' } });
  const { lines } = await examineCluster(
    await openCluster({ kubeconfig, namespace, selector }),
    { slotsPerReplica: slots, slotsFrom: 'config', isAzureml: false, now: Date.now },
    new AbortController().signal,
  );
  expect(JSON.stringify(lines)).not.toContain('canary');
  return lines;
};
const of = (lines: readonly DoctorLine[], topic: DoctorTopic) => lines.filter((line) => line.topic === topic);
const texts = (lines: readonly DoctorLine[], topic: DoctorTopic) =>
  of(lines, topic).map(({ level, what }) => `${level}: ${what}`);

test('a sound cluster gets a line for each thing that was looked at', async () => {
  server.put(paths.autoscalers, autoscaler('score-hpa', 'score', 2));
  const lines = await examine();
  expect(texts(lines, 'cluster')).toEqual([`ok: context "scripted", ${server.url}`]);
  expect(texts(lines, 'namespace')).toEqual(['ok: "models"']);
  expect(texts(lines, 'selector')).toEqual([
    'ok: "app=score" matches 2 pods, 2 of them ready, of Deployment score',
  ]);
  expect(texts(lines, 'permission')).toEqual([
    'ok: may list and watch deployments, replicasets, pods, events, nodes, horizontalpodautoscalers',
  ]);
  expect(texts(lines, 'autoscaler')).toEqual([
    'ok: HorizontalPodAutoscaler score-hpa: 1 to 10 replicas at no metric',
  ]);
  expect(lines.some(({ isBlind }) => isBlind)).toBe(false);
});

describe('a selector', () => {
  test('that matches nothing is a problem that lists the labels there, the nearest first', async () => {
    server.put(paths.pods, { metadata: { name: 'db-0', labels: { tier: 'back' } } });
    expect(of(await examine({ selector: 'app=scor' }), 'selector')).toEqual([
      {
        level: 'problem',
        topic: 'selector',
        isBlind: true,
        what: 'nothing in namespace "models" matches the selector "app=scor"; labels there: app=score, tier=back',
        where: 'cluster.selector',
        fix: "set cluster.selector, for example to 'app=score'",
      },
    ]);
  });

  test.each([
    ['StatefulSet', 'apps/v1'],
    ['Rollout', 'argoproj.io/v1alpha1'],
  ])('that matches pods of a %s names it, and finds its autoscaler', async (kind, apiVersion) => {
    server.remove(paths.deployments, 'score');
    const replicaSet = { metadata: { name: 'score-5d', labels: { app: 'score' } } };
    server.put(paths.replicasets, owned(replicaSet, kind, 'score', apiVersion));
    const hpa = autoscaler('score-hpa', 'score', 2);
    server.put(paths.autoscalers, {
      ...hpa,
      spec: { maxReplicas: 4, scaleTargetRef: { kind, name: 'score' } },
    } as Manifest);
    const lines = await examine();
    expect(texts(lines, 'selector')).toEqual([
      `ok: "app=score" matches 2 pods, 2 of them ready, of ${kind} score`,
    ]);
    expect(texts(lines, 'autoscaler')[0]).toContain('score-hpa: 1 to 4 replicas');
  });

  test('finds the owner of pods also where the account may only list', async () => {
    server.refuse(1_000, 403, /GET .*(apis\/apps\/v1|replicasets\/.*)$/);
    expect(texts(await examine(), 'selector')).toEqual([
      'ok: "app=score" matches 2 pods, 2 of them ready, of Deployment score',
    ]);
  });

  test('counts no pod that was evicted, and tells of it', async () => {
    const evicted = owned(pod('score-0'), 'ReplicaSet', 'score-5d');
    server.put(paths.pods, { ...evicted, status: { phase: 'Failed', reason: 'Evicted' } } as Manifest);
    expect(texts(await examine(), 'selector')).toEqual([
      'ok: "app=score" matches 2 pods, 2 of them ready; 1 ended pod besides (Evicted), of Deployment score',
    ]);
  });

  test('tells pods that are being deleted, which are ready to their end, apart from those that serve', async () => {
    const leaving = owned(pod('score-c'), 'ReplicaSet', 'score-5d');
    const metadata = { ...leaving.metadata, deletionTimestamp: '2026-05-28T20:26:40Z' };
    server.put(paths.pods, { ...leaving, metadata });
    expect(texts(await examine(), 'selector')).toEqual([
      'ok: "app=score" matches 3 pods, 2 of them ready and 1 being deleted, of Deployment score',
    ]);
  });

  test('that matches a service scaled to zero is fine', async () => {
    for (const name of ['score-a', 'score-b']) server.remove(paths.pods, name);
    expect(texts(await examine(), 'selector')).toEqual([
      'ok: "app=score" matches no pod yet, of Deployment score',
    ]);
  });

  test('that matches two Deployments says that they are counted together', async () => {
    server.put(paths.deployments, deployment('score-blue', 1));
    expect(texts(await examine(), 'selector')).toEqual([
      expect.stringContaining('of 2 owners: Deployment score, Deployment score-blue'),
    ]);
  });

  test('that matches pods without a controller says that nothing scales them', async () => {
    server.put(paths.pods, pod('lonely'));
    expect(texts(await examine(), 'selector')).toEqual([
      expect.stringContaining('no controller keeps lonely'),
    ]);
  });
});

test('a namespace that is not there is named, with those that are', async () => {
  server.refuse(1, 404, /namespaces\/modles$/);
  const lines = await examine({ namespace: 'modles' });
  expect(of(lines, 'namespace')).toMatchObject([
    {
      level: 'problem',
      isBlind: true,
      what: 'there is no namespace "modles"',
      fix: 'set cluster.namespace; namespaces there: models',
    },
  ]);
  expect(of(lines, 'selector')).toEqual([]);
});

test('a namespace that may not be looked at, and in which nothing was found, is no certain one', async () => {
  server.refuse(1, 403, /namespaces\/modles$/);
  expect(texts(await examine({ namespace: 'modles' }), 'namespace')).toEqual([
    expect.stringContaining('warning: this account may not look whether there is a namespace "modles"'),
  ]);
});

describe('a right that is missing', () => {
  test('on nodes is a warning with the way to get it', async () => {
    server.denied.add('watch nodes');
    expect(of(await examine(), 'permission')[1]).toEqual({
      level: 'warning',
      topic: 'permission',
      what: "nodes can't be read: forbidden (403): this account may not watch nodes. Unknown then: how much room the nodes have",
      fix: 'grant what `headroom rbac` prints',
    });
  });

  test('on pods leaves a test blind', async () => {
    server.denied.add('list pods');
    const lines = await examine();
    expect(of(lines, 'permission')[1]).toMatchObject({ level: 'problem', isBlind: true });
    expect(of(lines, 'autoscaler')).toEqual([]);
  });
});

test('a server that does not answer leaves a test blind', async () => {
  await server.close();
  expect(await examine()).toMatchObject([{ level: 'problem', topic: 'cluster', isBlind: true }]);
});

test('a service of Azure ML needs no HPA', async () => {
  const labels = { app: 'score', azuremlappname: 'score' };
  const labelled = (name: string) => owned(pod(name), 'ReplicaSet', 'score-5d');
  server.put(paths.pods, { ...labelled('score-a'), metadata: { ...labelled('score-a').metadata, labels } });
  expect(texts(await examine(), 'autoscaler')).toEqual([
    'ok: no HPA, as it should be: azureml-fe scales the service',
  ]);
});

test('an object of KEDA that scales without an HPA is found', async () => {
  server.documents.set('/apis', { groups: [{ name: 'http.keda.sh' }] });
  server.put('/apis/http.keda.sh/v1alpha1/namespaces/models/httpscaledobjects', {
    metadata: { name: 'score-http' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'score' } },
  } as Manifest);
  expect(texts(await examine(), 'autoscaler')).toEqual(['ok: HTTPScaledObject score-http']);
});

test('an object of KEDA that is not ready is a problem, with what KEDA says', async () => {
  server.documents.set('/apis', { groups: [{ name: 'keda.sh' }] });
  const condition = { type: 'Ready', status: 'False', reason: 'ScaledObjectCheckFailed', message: 'no HPA' };
  server.put('/apis/keda.sh/v1alpha1/namespaces/models/scaledobjects', {
    metadata: { name: 'score-so' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'score' } },
    status: { conditions: [condition] },
  } as Manifest);
  expect(texts(await examine(), 'autoscaler')).toEqual([
    'problem: ScaledObject score-so is not ready, so its settings are not in force; ScaledObjectCheckFailed: no HPA',
  ]);
});

test('no autoscaler at all is told', async () => {
  expect(texts(await examine(), 'autoscaler')).toEqual([
    expect.stringContaining('warning: no HorizontalPodAutoscaler scales Deployment score'),
  ]);
});

test('a clock that is far away is a warning that says how far', async () => {
  server.clockOffsetMs = -65_000;
  expect(texts(await examine(), 'clock')).toEqual([
    expect.stringMatching(/^warning: the cluster’s clock is 6[45] s behind this machine’s$/),
  ]);
});

test('a clock that is ahead is told as that', async () => {
  server.clockOffsetMs = 65_000;
  expect(texts(await examine(), 'clock')).toEqual([
    expect.stringMatching(/^warning: the cluster’s clock is 6[45] s ahead of this machine’s$/),
  ]);
});

test('a namespace without anything labelled says so, and points to the namespace', async () => {
  for (const name of ['score-a', 'score-b']) server.remove(paths.pods, name);
  server.remove(paths.replicasets, 'score-5d');
  server.put(paths.deployments, { ...deployment('score', 2), metadata: { name: 'score' } });
  server.put('/api/v1/namespaces/models', { metadata: { name: 'models' } });
  expect(of(await examine({ selector: 'app=other' }), 'selector')).toMatchObject([
    {
      level: 'problem',
      isBlind: true,
      what: expect.stringContaining('there are no labelled Deployments or pods at all'),
      fix: 'set cluster.namespace to the one that the service runs in',
    },
  ]);
});

test('autoscalers that may not be read are unknown, not missing', async () => {
  server.denied.add('list horizontalpodautoscalers');
  const lines = await examine();
  expect(of(lines, 'permission')[1]).toMatchObject({
    level: 'warning',
    what: expect.stringContaining('Unknown then: what the autoscaler saw and wanted'),
  });
  expect(of(lines, 'autoscaler')).toEqual([]);
});

test('quotas and scaling objects that may not be read are named', async () => {
  server.documents.set('/apis', { groups: [{ name: 'keda.sh' }] });
  server.refuse(1_000, 403, /(resourcequotas|scaledobjects)/);
  const said = texts(await examine(), 'permission').join('\n');
  expect(said).toMatch(/resourcequotas can't be read.*how many replicas the namespace may hold/);
  expect(said).toMatch(/scaledobjects can't be read.*whether KEDA scales the service/);
});

test('a resource that can not be read, though it may be, is no question of rights', async () => {
  server.refuse(1_000, 500, /\/events/);
  const line = of(await examine(), 'cluster').at(-1);
  expect(line).toMatchObject({ level: 'warning', what: expect.stringContaining("events can't be read") });
  expect(line!.fix).toContain('kubectl get events');
});
