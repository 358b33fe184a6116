import { describe, expect, onTestFinished, test } from 'vitest';
import { examine, prepareCluster } from '../../../cli/run/prepare-cluster.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { autoscaler, deployment, ownedBy, paths, pod } from '../../cluster/objects.ts';
import { type Manifest, startScriptedApiServer } from '../../cluster/scripted-api-server.ts';

const cpuHpa = (name: string): Manifest => {
  const { metadata, ...rest } = autoscaler(name, 'score', 2) as Manifest & { spec: object };
  const target = { type: 'Utilization', averageUtilization: 50 };
  return {
    ...rest,
    metadata,
    spec: { ...rest.spec, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] },
  } as Manifest;
};

type Placed = { readonly at: string; readonly object: Manifest };
const hpa = (name: string): Placed => ({ at: paths.autoscalers, object: cpuHpa(name) });

/** What `doctor` says of the autoscaler, and what a test says and takes to be in force. */
const bothWith = async (config: object, objects: readonly Placed[], selector = 'app=score') => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.documents.set('/apis', { groups: [{ name: 'keda.sh' }] });
  server.put(paths.deployments, deployment('score', 2));
  for (const { at, object } of objects) server.put(at, object);
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const resolved = resolveConfig(
    {
      target: { url: 'http://127.0.0.1:1/score' },
      load: { scenario: 'spike', baselineRatePerSecond: 1, peakRatePerSecond: 2 },
      cluster: { namespace: 'models', selector, kubeconfig, required: false },
      ...config,
    },
    '/nowhere/k6.config.ts',
  );
  const stop = new AbortController().signal;
  const doctor = (await examine(resolved, stop))!.lines.filter(({ topic }) => topic === 'autoscaler');
  const notes: string[] = [];
  const prepared = await prepareCluster(resolved, { note: (text) => notes.push(text), stop });
  const { policy, policyFrom } = prepared!.inForce;
  return { doctor, notes, policy, policyFrom };
};
const stated = { kind: 'hpa', minReplicas: 1, maxReplicas: 50, metrics: [{ targetValue: 0.9 }] };

test('a plain HPA service whose config names no autoscaler gets the settings of its HPA, not Azure ML’s', async () => {
  const { policy, policyFrom, notes, doctor } = await bothWith({}, [hpa('score')]);
  expect(policy).toMatchObject({
    kind: 'hpa',
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [{ targetValue: 0.5 }],
  });
  expect(policyFrom).toBe('live');
  expect(notes).toContain('cluster: the autoscaler in force is hpa: cpu 50 %, min 1, max 10');
  expect(doctor.map(({ level, what }) => `${level}: ${what}`)).toEqual([
    'ok: HorizontalPodAutoscaler score: 1 to 10 replicas at cpu 50 %',
    'ok: the autoscaler in force is hpa: cpu 50 %, min 1, max 10',
  ]);
});

test('what the nodes have left is known for the recording', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  const spec = { nodeName: 'node-1', containers: [{ name: 'm', resources: { requests: { cpu: '1' } } }] };
  server.put(paths.pods, { ...pod('score-1'), spec } as Manifest);
  server.put(paths.nodes, {
    metadata: { name: 'node-1' },
    status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '4', pods: '30' } },
  } as Manifest);
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const resolved = resolveConfig(
    {
      target: { url: 'http://127.0.0.1:1/score' },
      load: { scenario: 'spike', baselineRatePerSecond: 1, peakRatePerSecond: 2 },
      cluster: { namespace: 'models', selector: 'app=score', kubeconfig, required: false },
    },
    '/nowhere/k6.config.ts',
  );
  const prepared = await prepareCluster(resolved, { note: () => {}, stop: new AbortController().signal });
  expect(prepared!.seenOnce).toMatchObject([
    {
      kind: 'room',
      placed: 1,
      pod: { requests: { cpu: 1 } },
      nodes: [{ allocatable: { cpu: 4 }, ownPods: 1 }],
    },
  ]);
});

test('the pods of Azure ML’s router are known for the recording, and doctor counts them', async () => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.put(paths.pods, pod('score-1'));
  const frontEnd = pod('azureml-fe-1');
  const labels = { azuremlappname: 'azureml-fe' };
  server.put('/api/v1/pods', {
    ...frontEnd,
    metadata: { ...frontEnd.metadata, namespace: 'default', labels },
  });
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const examined = await examine(
    resolveConfig(
      {
        target: { kind: 'aks-v1', url: 'http://127.0.0.1:1/score' },
        autoscaler: { kind: 'azureml-v1' },
        load: { scenario: 'spike', baselineRatePerSecond: 1, peakRatePerSecond: 2 },
        cluster: { namespace: 'models', selector: 'app=score', kubeconfig, required: false },
      },
      '/nowhere/k6.config.ts',
    ),
    new AbortController().signal,
  );
  expect(examined!.seenOnce).toMatchObject([{ kind: 'room' }, { kind: 'routerPods', ready: 1 }]);
  expect(examined!.lines.filter(({ topic }) => topic === 'router')).toEqual([
    { level: 'ok', topic: 'router', what: 'azureml-fe has 1 ready pod in namespace "default"' },
  ]);
});

/** Of each case: what is there, and how grave it is. The same words stand in both. */
const cases: readonly {
  readonly name: string;
  readonly config?: object;
  readonly objects: readonly Placed[];
  readonly level: 'warning' | 'problem';
  readonly says: RegExp;
}[] = [
  {
    name: 'a config of 1 to 50 at 90 % against a live 1 to 10 at 50 %',
    config: { autoscaler: stated },
    objects: [hpa('score')],
    level: 'warning',
    says: /maxReplicas is 10, expected 50; metrics\.cpu\.targetValue is 0\.5, expected 0\.9/,
  },
  {
    name: 'two autoscalers on one target',
    objects: [hpa('one'), hpa('two')],
    level: 'problem',
    says: /HorizontalPodAutoscaler one and HorizontalPodAutoscaler two all scale Deployment score/,
  },
  {
    name: 'an HPA beside azureml-fe, by the config',
    config: { autoscaler: { kind: 'azureml-v1' } },
    objects: [hpa('score')],
    level: 'problem',
    says: /scales what azureml-fe scales already/,
  },
  {
    name: 'an HPA beside azureml-fe, by the labels of the pods',
    objects: [
      hpa('score'),
      {
        at: paths.pods,
        object: {
          ...ownedBy(pod('score-0'), ['apps/v1', 'Deployment', 'score']),
          metadata: { name: 'score-0', labels: { app: 'score', azuremlappname: 'score' } },
        },
      },
    ],
    level: 'problem',
    says: /scales what azureml-fe scales already/,
  },
  {
    name: 'a GitOps tool that resets the replicas',
    objects: [
      hpa('score'),
      {
        at: paths.deployments,
        object: {
          ...deployment('score', 2),
          metadata: {
            ...deployment('score', 2).metadata,
            managedFields: [{ manager: 'argocd-controller', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
          },
        },
      },
    ],
    level: 'problem',
    says: /a GitOps tool writes the replicas of Deployment score \(argocd-controller\)/,
  },
  {
    name: 'a paused ScaledObject',
    objects: [
      {
        at: paths.scaledobjects,
        object: {
          metadata: { name: 'score', annotations: { 'autoscaling.keda.sh/paused': 'true' } },
          spec: {
            scaleTargetRef: { name: 'score' },
            minReplicaCount: 1,
            maxReplicaCount: 4,
            triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }],
          },
        } as Manifest,
      },
    ],
    level: 'warning',
    says: /ScaledObject score is paused by autoscaling\.keda\.sh\/paused/,
  },
  {
    name: 'an HPA that the config names and that is not there',
    config: { autoscaler: stated },
    objects: [],
    level: 'problem',
    says: /the config names an HPA, and no HPA in the namespace scales this service/,
  },
];

describe('doctor and test say the same of', () => {
  test.each(cases)('$name', async ({ config = {}, objects, level, says }) => {
    const { doctor, notes } = await bothWith(config, objects);
    const line = doctor.find(({ what }) => says.test(what));
    expect(line).toMatchObject({ level, fix: expect.stringMatching(/\w/) });
    expect(notes).toContain(`cluster: ${level}: ${line!.what} (${line!.fix})`);
    expect(notes.filter((note) => says.test(note))).toHaveLength(1);
  });
});

test('the live settings count over the stated ones', async () => {
  const { policy } = await bothWith({ autoscaler: stated }, [hpa('score')]);
  expect(policy).toMatchObject({ maxReplicas: 10 });
});

test('a service of Azure ML keeps what its platform documents, beside an HPA too', async () => {
  const beside = await bothWith({ autoscaler: { kind: 'azureml-v1' } }, [hpa('score')]);
  expect(beside.policy).toMatchObject({ kind: 'azureml-v1' });
  const alone = await bothWith({}, [], 'app=score,azuremlappname=score');
  expect(alone).toMatchObject({ policy: { kind: 'azureml-v1' }, policyFrom: 'default' });
});
