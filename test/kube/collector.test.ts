import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { checkCluster } from '../../cluster/check.ts';
import { readKubeconfig } from '../../cluster/connect/client.ts';
import type { WatchFrame } from '../../cluster/connect/kube-client.ts';
import { openCluster } from '../../cluster/connect/open.ts';
import { listAll } from '../../cluster/list.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { collectFrom, linesOf } from '../cluster/collector.ts';
import { paths } from '../cluster/objects.ts';
import { type Account, type ControlPlane, startControlPlane } from './control-plane/control-plane.ts';
import * as service from './control-plane/service.ts';

let plane: ControlPlane;
const place = { namespace: 'models', selector: 'app=score' };

beforeAll(async () => {
  plane = await startControlPlane(inject('controlPlane'));
  await service.createNamespace(plane.api);
  await service.createDeployment(plane.api, 'score', 2);
  await service.createReplicaSet(plane.api, 'score-5d', 2);
  await service.createAutoscaler(plane.api, 'score-hpa', 'score');
  await service.createNode(plane.api, 'node-1');
});
afterAll(() => plane.stop());

let podName = '';
let podCount = 0;
beforeEach(async () => {
  podCount += 1;
  podName = `score-${podCount}`;
  await service.createPod(plane.api, podName);
});

const collectAs = async (account: Account, options: Parameters<typeof collectFrom>[1] = {}) =>
  collectFrom({ kubeconfig: await plane.kubeconfig(account) }, options);
const openAs = async (account: Parameters<ControlPlane['kubeconfig']>[0], namespace = 'models') =>
  openCluster({ ...place, namespace, kubeconfig: await plane.kubeconfig(account) });
const podLines = (lines: readonly ClusterLine[]) =>
  linesOf(lines, 'pod').filter(({ name }) => name === podName);
const restartsOf = (lines: readonly ClusterLine[]) => podLines(lines).map(({ restarts }) => restarts);
const connect = async () => {
  const kubeconfig = await readKubeconfig(await plane.kubeconfig('reader'));
  return kubeconfig!.connect('kube')!;
};

test('what stands in the cluster at the start is recorded, object by object', async () => {
  await service.createEvent(plane.api, 'event-1', podName);
  const { lines } = await collectAs('admin');
  expect(linesOf(lines, 'deployment')).toMatchObject([{ name: 'score', desired: 2, current: 2, ready: 2 }]);
  expect(linesOf(lines, 'replicaSet')).toMatchObject([{ name: 'score-5d', desired: 2, ready: 0 }]);
  expect(podLines(lines)).toMatchObject([{ phase: 'Pending', ready: false, node: null }]);
  expect(linesOf(lines, 'node')).toMatchObject([{ name: 'node-1', ready: false }]);
  expect(linesOf(lines, 'autoscaler')).toMatchObject([{ name: 'score-hpa', minReplicas: 1, maxReplicas: 8 }]);
  expect(linesOf(lines, 'event')).toMatchObject([{ objectName: podName, reason: 'FailedScheduling' }]);
  expect(linesOf(lines, 'event')[0]?.eventAtMs).toBeGreaterThan(Date.now() - 60_000);
  expect(linesOf(lines, 'unknown')).toEqual([]);
});

test('a pod’s life is recorded step by step, and a patch that changes nothing is no line', async () => {
  const { lines, until } = await collectAs('reader');
  await service.reportPod(plane.api, podName, 0);
  await plane.api.patch(`${paths.pods}/${podName}`, { metadata: { annotations: { note: 'nothing new' } } });
  await service.reportPod(plane.api, podName, 1);
  await service.removePod(plane.api, podName);
  await until((all) => podLines(all).some(({ deleted }) => deleted));
  expect(
    podLines(lines).map(({ phase, ready, restarts, terminating, deleted }) => ({
      phase,
      ready,
      restarts,
      end: deleted ? 'gone' : terminating ? 'asked' : 'no',
    })),
  ).toEqual([
    { phase: 'Pending', ready: false, restarts: 0, end: 'no' },
    { phase: 'Running', ready: true, restarts: 0, end: 'no' },
    { phase: 'Running', ready: true, restarts: 1, end: 'no' },
    { phase: 'Running', ready: true, restarts: 1, end: 'asked' },
    { phase: 'Running', ready: false, restarts: 1, end: 'gone' },
  ]);
});

test('the API server ends a quiet watch when asked to, after a bookmark that takes in changes elsewhere', async () => {
  const connection = await connect();
  const pods = { group: '', version: 'v1', namespace: 'models', name: 'pods', selector: 'app=score' };
  const listed = await listAll({ client: connection, resource: pods, requestMs: 10_000 });
  if (listed.kind !== 'listed') throw new Error(`not listed: ${listed.kind}`);
  const frames: WatchFrame[] = [];
  const end = await connection.watch({
    path: paths.pods,
    query: {
      resourceVersion: listed.version,
      allowWatchBookmarks: 'true',
      timeoutSeconds: '4',
      labelSelector: 'app=score',
    },
    signal: new AbortController().signal,
    onOpen: () => void service.createPod(plane.api, 'unrelated', 'other'),
    onFrame: (frame) => frames.push(frame),
  });
  expect(end).toEqual({ kind: 'ended' });
  expect(new Set(frames.map(({ type }) => type))).toEqual(new Set(['BOOKMARK']));
  expect(Number(frames[0]?.object.metadata?.resourceVersion)).toBeGreaterThan(Number(listed.version));
});

test('watches that the server ends every second lose and double nothing', async () => {
  const { lines, until } = await collectAs('reader', { limits: { watchSeconds: 1 } });
  const last = 150;
  for (let restarts = 1; restarts <= last; restarts++) await service.reportPod(plane.api, podName, restarts);
  await until((all) => restartsOf(all).includes(last));
  expect(restartsOf(lines)).toEqual(Array.from({ length: last + 1 }, (_, restarts) => restarts));
  expect(linesOf(lines, 'gap')).toEqual([]);
});

test('a crash of the API server costs at most the steps inside a gap, and the watching goes on', async () => {
  const { lines, until } = await collectAs('reader');
  await service.reportPod(plane.api, podName, 1);
  await until((all) => restartsOf(all).includes(1));
  await plane.killApiServer();
  await plane.startApiServer();
  const missable = Date.now();
  for (const restarts of [2, 3, 4]) await service.reportPod(plane.api, podName, restarts);
  await until((all) => restartsOf(all).includes(4));
  await service.reportPod(plane.api, podName, 5);
  await until((all) => restartsOf(all).includes(5));
  const seen = restartsOf(lines);
  expect(seen).toEqual([0, 1, 2, 3, 4, 5].filter((restarts) => seen.includes(restarts)));
  const gaps = linesOf(lines, 'gap').filter(({ resource }) => resource === 'pods');
  expect(seen.length === 6 || gaps.some(({ toMs }) => toMs >= missable)).toBe(true);
  expect(linesOf(lines, 'unknown').filter(({ resource }) => resource !== 'nodes')).toEqual([]);
});

describe('rights', () => {
  test('of a reader without nodes leave the nodes unknown, and nothing else', async () => {
    expect(await checkCluster(await openAs('reader'))).toMatchObject({
      kind: 'readable',
      found: { deployments: 1, replicasets: 1 },
      unknown: [{ resource: 'nodes', reason: 'forbidden (403): this account may not list or watch nodes' }],
    });
    const { lines } = await collectAs('reader');
    expect(linesOf(lines, 'unknown').map(({ resource }) => resource)).toEqual(['nodes']);
  });

  test('in another namespace leave everything unknown', async () => {
    const result = await checkCluster(await openAs('reader', 'default'));
    expect(result.kind === 'readable' && result.unknown.map(({ resource }) => resource)).toEqual([
      'deployments',
      'replicasets',
      'pods',
      'events',
      'nodes',
      'horizontalpodautoscalers',
    ]);
  });

  test('to list but not to watch are told apart, and are not retried', async () => {
    expect(await checkCluster(await openAs('lister'))).toMatchObject({
      unknown: expect.arrayContaining([
        { resource: 'pods', reason: 'forbidden (403): this account may not watch pods' },
      ]),
    });
    const { lines, until } = await collectAs('lister');
    await until((all) => linesOf(all, 'unknown').length === 6);
    expect(podLines(lines)).toHaveLength(1);
  });

  test('that come with no account the server knows are a 401 with what to do', async () => {
    expect(await checkCluster(await openAs('stranger'))).toMatchObject({
      kind: 'unreadable',
      problem: {
        what: 'the cluster does not accept the credentials of the kubeconfig (401)',
        fix: 'the token or client certificate may have expired: fetch the kubeconfig again',
      },
    });
  });
});

test('a selector that the API server can not parse is an error that says so', async () => {
  const kubeconfig = await plane.kubeconfig('reader');
  const cluster = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=(' });
  await expect(checkCluster(cluster)).rejects.toMatchObject({
    code: 'E_CLUSTER',
    message: expect.stringContaining('unable to parse'),
  });
});

test('the offset of the clock is found through TLS too', async () => {
  const { lines, until } = await collectAs('reader', { now: () => Date.now() - 5_000 });
  await until((all) => linesOf(all, 'clock').length === 2);
  const fine = linesOf(lines, 'clock')[1]!;
  expect(Math.abs(fine.offsetMs - 5_000)).toBeLessThanOrEqual(fine.uncertaintyMs);
  expect(fine.uncertaintyMs).toBeLessThan(250);
});
