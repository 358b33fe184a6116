import { expect, onTestFinished, test } from 'vitest';
import { withSettingsInForce } from '../../../cli/run/settings-in-force.ts';
import { openCluster } from '../../../cluster/open.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { autoscaler, deployment, paths } from '../../cluster/objects.ts';
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

const inForceWith = async (config: object, objects: readonly Manifest[], selector = 'app=score') => {
  const server = await startScriptedApiServer();
  onTestFinished(server.close);
  server.put(paths.deployments, deployment('score', 2));
  for (const object of objects) server.put(paths.autoscalers, object);
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const place = { namespace: 'models', selector, kubeconfig };
  const resolved = resolveConfig(
    {
      target: { url: 'http://127.0.0.1:1/score' },
      load: { scenario: 'spike', baselineRatePerSecond: 1, peakRatePerSecond: 2 },
      cluster: place,
      ...config,
    },
    '/nowhere/k6.config.ts',
  );
  const notes: string[] = [];
  const { policy, policyFrom } = await withSettingsInForce(resolved, await openCluster(place), {
    note: (text) => notes.push(text),
    stop: new AbortController().signal,
  });
  return { policy, policyFrom, notes };
};

test('a plain HPA service whose config names no autoscaler gets the settings of its HPA, not Azure ML’s', async () => {
  expect(await inForceWith({}, [cpuHpa('score')])).toMatchObject({
    policy: { kind: 'hpa', minReplicas: 1, maxReplicas: 10, metrics: [{ targetValue: 0.5 }] },
    policyFrom: 'live',
    notes: ['cluster: the autoscaler in force is hpa: cpu 0.5, min 1, max 10'],
  });
});

test('a config that says other settings is told so before the load, and the live ones count', async () => {
  const stated = { kind: 'hpa', minReplicas: 1, maxReplicas: 50, metrics: [{ targetValue: 0.9 }] };
  const { policy, notes } = await inForceWith({ autoscaler: stated }, [cpuHpa('score')]);
  expect(policy).toMatchObject({ maxReplicas: 10 });
  expect(notes).toEqual([expect.stringContaining('maxReplicas is 10, expected 50')]);
});

test('an HPA beside azureml-fe is told, and a service without one keeps what its platform documents', async () => {
  const labels = 'app=score,azuremlappname=score';
  const beside = await inForceWith({ autoscaler: { kind: 'azureml-v1' } }, [cpuHpa('score')]);
  expect(beside.policy).toMatchObject({ kind: 'azureml-v1' });
  expect(beside.notes).toEqual([expect.stringContaining('azureml-fe scales already')]);
  const alone = await inForceWith({}, [], labels);
  expect(alone).toMatchObject({ policy: { kind: 'azureml-v1' }, policyFrom: 'default', notes: [] });
});
