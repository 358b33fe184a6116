import { expect, test } from 'vitest';
import { checkCluster } from '../../cluster/check.ts';
import { openCluster } from '../../cluster/connect/open.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { constantMs, startForTest, untilReplicas } from '../sandbox/start.ts';
import { collectFrom, linesOf } from './collector.ts';

const place = { namespace: 'default', selector: 'azuremlappname=demo' };
const lag = { scheduleMs: constantMs(20), pullMs: constantMs(20), initMs: constantMs(20) };
const fixed = (replicas: number) => ({ policy: { kind: 'fixed' as const, replicas } });

/** The last line of each pod that is not gone. */
const livingPods = (lines: readonly ClusterLine[]) =>
  [...new Map(linesOf(lines, 'pod').map((line) => [line.name, line])).values()].filter(
    ({ deleted }) => !deleted,
  );
const readyPods = (lines: readonly ClusterLine[]) => livingPods(lines).filter(({ ready }) => ready);

test('the sandbox passes the check before a test', async () => {
  const sandbox = await startForTest();
  const cluster = await openCluster({ ...place, kubeconfig: sandbox.kubeconfigPath });
  expect(await checkCluster(cluster)).toMatchObject({
    kind: 'readable',
    found: { deployments: 1, replicasets: 1, pods: 1, nodes: expect.any(Number) },
    unknown: [],
  });
});

test('scaling in the sandbox is recorded up and down, across a loss of history', async () => {
  const sandbox = await startForTest({ startupLag: lag, gracePeriodMs: 50 });
  const { lines, until } = await collectFrom({ ...place, kubeconfig: sandbox.kubeconfigPath });
  expect(readyPods(lines)).toHaveLength(1);

  sandbox.changeSettings(fixed(4));
  await until((all) => readyPods(all).length === 4);
  expect(linesOf(lines, 'deployment').at(-1)).toMatchObject({ desired: 4 });
  for (const pod of readyPods(lines)) {
    expect(pod.readyAtMs).toBeGreaterThanOrEqual(pod.startedAtMs ?? Number.POSITIVE_INFINITY);
    expect(pod.startedAtMs).toBeGreaterThanOrEqual(pod.scheduledAtMs ?? Number.POSITIVE_INFINITY);
  }

  sandbox.compact('frame');
  sandbox.changeSettings(fixed(2));
  await untilReplicas(sandbox, ({ ready }) => ready === 2);
  sandbox.compact('status');
  await until((all) => livingPods(all).length === 2 && linesOf(all, 'deployment').at(-1)?.ready === 2);
  expect(linesOf(lines, 'unknown')).toEqual([]);
  expect(new Set(linesOf(lines, 'event').map(({ objectKind }) => objectKind))).toContain('Pod');
});

test('an autoscaler of the sandbox is recorded when it is an HPA', async () => {
  const sandbox = await startForTest({
    policy: { kind: 'hpa', minReplicas: 2, maxReplicas: 5, metrics: [{ targetValue: 0.5 }] },
  });
  const { lines } = await collectFrom({ ...place, kubeconfig: sandbox.kubeconfigPath });
  expect(linesOf(lines, 'autoscaler')).toMatchObject([{ minReplicas: 2, maxReplicas: 5 }]);
});
