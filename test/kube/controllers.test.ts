import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { collectFrom, linesOf } from '../cluster/collector.ts';
import { paths } from '../cluster/objects.ts';
import { type ControlPlane, startControlPlane } from './control-plane/control-plane.ts';
import { type Controllers, startControllers } from './control-plane/controllers.ts';
import { startUsage, type Usage } from './target/usage.ts';

let plane: ControlPlane;
let usage: Usage;
let controllers: Controllers;

beforeAll(async () => {
  usage = await startUsage();
  plane = await startControlPlane(inject('controlPlane'));
  controllers = await startControllers(plane, inject('controlPlane'), {
    hpaSyncSeconds: 15,
    metricsResolutionSeconds: 15,
    usagePort: usage.port,
    nodes: ['node-1', 'node-2', 'node-3'],
  });
  await plane.api.create('/api/v1/namespaces', { metadata: { name: 'models' } });
});
afterAll(async () => {
  await controllers.stop();
  await plane.stop();
  await usage.close();
});

/** A Deployment as a person makes it; everything below it comes from the controllers. */
const createDeployment = (app: string, cpu: string) => {
  const container = { name: 'model', image: 'registry.invalid/model:1', resources: { requests: { cpu } } };
  return plane.api.create(paths.deployments, {
    metadata: { name: app },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app } },
      template: { metadata: { labels: { app } }, spec: { containers: [container] } },
    },
  });
};
const scale = (app: string, replicas: number) =>
  plane.api.patch(`${paths.deployments}/${app}`, { spec: { replicas } });
const collect = async (app: string) =>
  collectFrom({ kubeconfig: await plane.kubeconfig('admin'), selector: `app=${app}` });

test('a replica that a real Deployment starts is recorded in all its steps, and one that it ends', async () => {
  await createDeployment('score', '1');
  const { lines, until } = await collect('score');
  await until((all) => linesOf(all, 'deployment').at(-1)?.ready === 1);
  await scale('score', 3);
  await until((all) => linesOf(all, 'deployment').at(-1)?.ready === 3);
  await scale('score', 2);
  await until((all) => linesOf(all, 'pod').some(({ deleted }) => deleted));
  const lives = Map.groupBy(linesOf(lines, 'pod'), ({ name }) => name);
  expect(lives.size).toBe(3);
  for (const life of lives.values()) {
    const ready = life.find((line) => line.ready)!;
    const { createdAtMs, scheduledAtMs, startedAtMs, readyAtMs } = ready;
    const times = [createdAtMs, scheduledAtMs, startedAtMs, readyAtMs].map((atMs) => atMs ?? Number.NaN);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(ready).toMatchObject({ phase: 'Running', node: expect.stringMatching(/^node-[123]$/) });
  }
  const [ended] = [...lives.values()].filter((life) => life.at(-1)?.deleted);
  expect(ended!.some(({ terminating }) => terminating)).toBe(true);
});

test('a replica that fits on no node is recorded with what the real scheduler says', async () => {
  // A node has 64 cores.
  await createDeployment('large', '40');
  const { lines, until } = await collect('large');
  await scale('large', 4);
  await until((all) => linesOf(all, 'event').some(({ reason }) => reason === 'FailedScheduling'));
  await until((all) => linesOf(all, 'deployment').at(-1)?.ready === 3);
  const waiting = linesOf(lines, 'pod').find(({ unschedulableMessage }) => unschedulableMessage !== null);
  expect(waiting).toMatchObject({
    phase: 'Pending',
    node: null,
    unschedulableMessage: expect.stringMatching(/^0\/3 nodes are available: 3 Insufficient cpu/),
  });
  expect(linesOf(lines, 'event').find(({ reason }) => reason === 'FailedScheduling')).toMatchObject({
    objectName: waiting!.name,
    message: expect.stringContaining('Insufficient cpu'),
  });
  const seen = linesOf(lines, 'event').find(({ reason }) => reason === 'FailedScheduling')!;
  expect(seen.eventAtMs).toBeGreaterThan(Date.now() - 60_000);
});
