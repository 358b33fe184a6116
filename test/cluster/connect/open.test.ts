import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openCluster } from '../../../cluster/connect/open.ts';
import { watchCluster } from '../../../cluster/follow/watch.ts';
import { nearestFirst } from '../../../cluster/nearest-first.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { writeKubeconfig } from '../kubeconfig.ts';

const place = { namespace: 'models', selector: 'app=score' };
const errorOf = async (promise: Promise<unknown>): Promise<HeadroomError> => {
  const error = await promise.then(
    () => new Error('no error'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HeadroomError);
  return error as HeadroomError;
};

afterEach(() => vi.unstubAllEnvs());

test('the current context is used when none is named', async () => {
  const kubeconfig = await writeKubeconfig({ contexts: ['dev', 'prod'], current: 'prod' });
  const { access } = await openCluster({ ...place, kubeconfig });
  expect(access).toMatchObject({ kind: 'connected', context: 'prod' });
});

test('a context that does not exist is an error with those that do, the nearest first', async () => {
  const kubeconfig = await writeKubeconfig({ contexts: ['dev', 'staging-aks', 'prod-aks'] });
  const error = await errorOf(openCluster({ ...place, kubeconfig, context: 'prod-ask' }));
  expect(error.code).toBe('E_CLUSTER');
  expect(error.details).toEqual([
    {
      what: 'the kubeconfig has no context "prod-ask"',
      where: `cluster.context, ${kubeconfig}`,
      fix: 'contexts that exist: prod-aks, dev, staging-aks',
    },
  ]);
});

test('a kubeconfig that is not there is an error that names the file', async () => {
  const error = await errorOf(openCluster({ ...place, kubeconfig: '/nonexistent/config' }));
  expect(error.details[0]).toMatchObject({ where: '/nonexistent/config' });
  expect(error.message).toContain('there is no such file or folder');
});

test('a kubeconfig that is not YAML is an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-kubeconfig-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'config'), 'clusters: [');
  const error = await errorOf(openCluster({ ...place, kubeconfig: join(folder, 'config') }));
  expect(error.message).toContain("the kubeconfig can't be read");
});

test('without any kubeconfig the cluster is opened without access, and is one unknown line', async () => {
  const home = await mkdtemp(join(tmpdir(), 'headroom-home-'));
  onTestFinished(() => rm(home, { recursive: true }));
  vi.stubEnv('KUBECONFIG', '');
  vi.stubEnv('HOME', home);
  const cluster = await openCluster(place);
  expect(cluster.access.kind).toBe('none');
  const lines: ClusterLine[] = [];
  const { done } = await watchCluster(cluster, {
    onLine: (line) => lines.push(line),
    signal: new AbortController().signal,
    now: () => 5,
  });
  await done;
  expect(lines).toEqual([
    { kind: 'unknown', atMs: 5, resource: 'cluster', reason: 'there is no kubeconfig on this machine' },
  ]);
});

test('a kubeconfig without a current context names the ones to choose from', async () => {
  const kubeconfig = await writeKubeconfig({ contexts: ['dev', 'prod'], current: '' });
  const { access } = await openCluster({ ...place, kubeconfig });
  expect(access).toMatchObject({
    kind: 'none',
    problem: { fix: 'set cluster.context to one of: dev, prod' },
  });
});

test('nearestFirst gives its documented example', () => {
  expect(nearestFirst('prod-ask', ['dev', 'prod-aks'])).toEqual(['prod-aks', 'dev']);
});
