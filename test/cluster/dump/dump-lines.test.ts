import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCluster } from '../../../bench/explain/lab/cluster.ts';
import { createKubeServer } from '../../../bench/explain/lab/kube-server.ts';
import { createPodLives } from '../../../bench/explain/lab/pod-lives.ts';
import { openCluster } from '../../../cluster/connect/open.ts';
import { dumpLines, servicesIn } from '../../../cluster/dump/dump-lines.ts';
import { type Dumped, dumpedIn, newestTimeIn } from '../../../cluster/dump/objects.ts';
import { snapshotOf } from '../../../cluster/follow/snapshot.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { matchesLabels } from '../../../runs/schema/label-selector.ts';
import { listen, stop } from '../../../sandbox/http.ts';
import { writeKubeconfig } from '../../../sandbox/kube-api/kubeconfig.ts';

const place = { namespace: 'default', selector: 'app=scoring', server: 'dump' };
const resources = [
  'deployments',
  'replicasets',
  'pods',
  'events',
  'nodes',
  'horizontalpodautoscalers',
] as const;

/** A service with a pod that fits nowhere, one that crashes, and an HPA without a metric. */
const troubled = () => {
  const cluster = createCluster();
  const pods = createPodLives(cluster);
  cluster.node('node-1', '4');
  cluster.putWorkloads();
  cluster.wants(3);
  pods.old(1);
  pods.cantSchedule(cluster.makePod(), '0/1 nodes are available: 1 Insufficient cpu.');
  const crashing = cluster.makePod();
  pods.schedule(crashing);
  pods.run(crashing);
  pods.end(crashing, 'Error', 1);
  pods.backOff(crashing);
  cluster.hpa({ minReplicas: 1, maxReplicas: 5, current: 1, desired: 3, utilization: null, target: 70 });
  return cluster;
};

/** What `kubectl get <resource> -o json` writes of each. */
const dumpOf = ({ store }: ReturnType<typeof troubled>, kinds: readonly string[] = resources): Dumped => {
  const lists = kinds.map(
    (name) => dumpedIn({ apiVersion: 'v1', kind: 'List', items: store.list(name) }, `${name}.json`)!,
  );
  return { objects: lists.flatMap(({ objects }) => objects), kinds: lists.flatMap(({ kinds: own }) => own) };
};

const withoutTime = (lines: readonly ClusterLine[]): string[] =>
  lines
    .filter(({ kind }) => kind !== 'clock')
    .map((line) => JSON.stringify({ ...line, atMs: 0 }))
    .sort();

describe('a dump of a cluster', () => {
  it('becomes the lines with which a live watch of it begins', async () => {
    const cluster = troubled();
    const folder = await mkdtemp(join(tmpdir(), 'headroom-dump-'));
    const server = createKubeServer(cluster.store, []);
    try {
      const apiUrl = await listen(server, 0, 'the API');
      const { path } = await writeKubeconfig({ apiUrl, namespace: 'default', token: undefined, folder });
      const live = await snapshotOf(
        await openCluster({ kubeconfig: path, namespace: 'default', selector: place.selector }),
        AbortSignal.timeout(20_000),
      );
      const dumped = await dumpLines(dumpOf(cluster), place);
      expect(dumped.length).toBeGreaterThan(10);
      expect(withoutTime(dumped)).toEqual(withoutTime(live));
    } finally {
      await stop(server);
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says unknown, never none, of kinds that it does not hold', async () => {
    const lines = await dumpLines(dumpOf(troubled(), ['deployments', 'replicasets', 'pods']), place);
    const unknown = lines.flatMap((line) => (line.kind === 'unknown' ? [line.resource] : []));
    expect(unknown.sort()).toEqual(['events', 'horizontalpodautoscalers', 'nodes']);
    expect(JSON.stringify(lines)).not.toContain('403');
  });

  it('knows that there are none of a kind whose list is empty', async () => {
    const dumped = dumpOf(troubled(), [
      'deployments',
      'replicasets',
      'pods',
      'nodes',
      'horizontalpodautoscalers',
    ]);
    const events = dumpedIn({ apiVersion: 'v1', kind: 'EventList', items: [] }, 'x.json')!;
    const byName = dumpedIn({ apiVersion: 'v1', kind: 'List', items: [] }, 'events.json')!;
    for (const { kinds } of [events, byName]) {
      const lines = await dumpLines({ ...dumped, kinds: [...dumped.kinds, ...kinds] }, place);
      expect(lines.filter(({ kind }) => kind === 'unknown')).toEqual([]);
    }
  });

  it('takes the newest time in it for the time at which it was made', async () => {
    const dumped = dumpOf(troubled());
    const newest = newestTimeIn(dumped.objects)!;
    expect(Math.abs(newest - Date.now())).toBeLessThan(60_000);
    const lines = await dumpLines(dumped, place);
    for (const line of lines) expect(line).toMatchObject({ atMs: newest });
  });

  it('names its services with the labels of their pods', async () => {
    expect(await servicesIn(dumpOf(troubled()), 'dump')).toEqual([
      {
        namespace: 'default',
        name: 'scoring',
        selector: 'app=scoring',
        autoscaler: 'scoring',
        autoscalerOwner: null,
        isAzureml: false,
      },
    ]);
  });

  it.each([[{ items: [] }], [{ kind: 'Config' }], ['text'], [null], [[1]]])(
    'refuses other JSON: %j',
    (value) => {
      expect(dumpedIn(value, 'pods.json')).toBeNull();
    },
  );
});

describe('a label selector', () => {
  it.each([
    ['app=a', true],
    ['app==a,tier!=test', true],
    ['app!=a', false],
    ['app in (a, b),zone', false],
    ['app in (a, b)', true],
    ['app notin (a)', false],
    ['!tier', true],
    ['app=', false],
  ])('%s', (selector, expected) => {
    expect(matchesLabels(selector, { app: 'a' })).toBe(expected);
  });

  it('that can’t be read matches nothing and says so', () => {
    expect(matchesLabels('app in a', { app: 'a' })).toBeNull();
  });
});
