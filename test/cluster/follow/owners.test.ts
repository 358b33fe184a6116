import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { replicasBySecond } from '../../../planner/timeline/cluster-grid.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { collectFrom, linesOf } from '../collector.ts';
import { autoscaler, deployment, event, ownedBy, paths, pod, servedKinds, unlabelled } from '../objects.ts';
import { type ScriptedApiServer, startScriptedApiServer } from '../scripted-api-server.ts';

let server: ScriptedApiServer;

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.documents.set(
    '/apis/apps/v1',
    servedKinds('Deployment*', 'ReplicaSet*', 'StatefulSet*', 'DaemonSet'),
  );
  server.documents.set('/apis/argoproj.io/v1alpha1', servedKinds('Rollout*'));
});

const replicaSet = ['apps/v1', 'ReplicaSet', 'score-5d'] as const;
const desiredIn = (lines: readonly ClusterLine[]) =>
  replicasBySecond(
    lines.map((line) => ('atMs' in line ? { ...line, atMs: 0 } : line)),
    0,
    1,
  )[0]?.desired;

describe('the owner of the pods', () => {
  test('is watched without labels of its own, from the start and through its changes', async () => {
    server.put(paths.pods, ownedBy(pod('score-5d-a'), replicaSet));
    server.put(paths.replicasets, ownedBy(deployment('score-5d', 1), ['apps/v1', 'Deployment', 'model']));
    server.put(paths.deployments, unlabelled(deployment('model', 1)));
    server.put(paths.deployments, unlabelled(deployment('other', 9)));
    const { lines, until } = await collectFrom(server.url);
    expect(linesOf(lines, 'deployment')).toMatchObject([{ name: 'model', desired: 1 }]);
    server.put(paths.deployments, unlabelled(deployment('model', 4, 1)));
    server.put(paths.deployments, unlabelled(deployment('other', 8)));
    await until((all) => linesOf(all, 'deployment').length > 1);
    expect(linesOf(lines, 'deployment').map(({ name, desired }) => [name, desired])).toEqual([
      ['model', 1],
      ['model', 4],
    ]);
  });

  test('that the selector matches as well is watched once', async () => {
    server.put(paths.pods, ownedBy(pod('score-5d-a'), replicaSet));
    server.put(paths.replicasets, ownedBy(deployment('score-5d', 1), ['apps/v1', 'Deployment', 'score']));
    server.put(paths.deployments, deployment('score', 1));
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'deployment')).toHaveLength(1);
    expect(server.openWatches(paths.deployments)).toBe(1);
  });

  test.each([
    ['StatefulSet', 'apps/v1', paths.statefulsets],
    ['Rollout', 'argoproj.io/v1alpha1', paths.rollouts],
  ] as const)(
    'may be a %s, with its wanted replicas and the HPA about it',
    async (kind, apiVersion, path) => {
      server.put(paths.pods, ownedBy(pod('score-0'), [apiVersion, kind, 'model']));
      server.put(path, unlabelled(deployment('model', 3, 1)));
      server.put(paths.autoscalers, autoscaler('hpa', 'model', 3, kind));
      server.put(paths.events, event('e1', kind, 'model', 'FailedCreate'));
      const { lines } = await collectFrom(server.url);
      const resource = `${kind.toLowerCase()}s`;
      expect(linesOf(lines, 'workload')).toMatchObject([
        { name: 'model', desired: 3, ready: 1, object: { apiVersion, kind, resource } },
      ]);
      expect(linesOf(lines, 'autoscaler')).toMatchObject([{ name: 'hpa' }]);
      expect(linesOf(lines, 'event')).toMatchObject([{ reason: 'FailedCreate' }]);
      expect(desiredIn(lines)).toBe(3);
    },
  );

  test('of a kind that scales by its own Deployment does not count twice', async () => {
    server.documents.set('/apis/example.com/v1', servedKinds('Model*'));
    const path = '/apis/example.com/v1/namespaces/models/models';
    server.put(paths.pods, ownedBy(pod('score-5d-a'), replicaSet));
    server.put(paths.replicasets, ownedBy(deployment('score-5d', 2), ['apps/v1', 'Deployment', 'score']));
    server.put(
      paths.deployments,
      ownedBy(unlabelled(deployment('score', 2)), ['example.com/v1', 'Model', 'top']),
    );
    server.put(path, unlabelled(deployment('top', 2)));
    server.put(paths.autoscalers, autoscaler('hpa', 'top', 2, 'Model'));
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'workload')).toEqual([]);
    expect(linesOf(lines, 'autoscaler')).toHaveLength(1);
    expect(desiredIn(lines)).toBe(2);
  });

  test('of a labelled Deployment does not count its replicas again', async () => {
    server.documents.set('/apis/example.com/v1', servedKinds('Model*'));
    server.put(paths.deployments, ownedBy(deployment('score', 2), ['example.com/v1', 'Model', 'top']));
    server.put('/apis/example.com/v1/namespaces/models/models', unlabelled(deployment('top', 2)));
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'workload')).toEqual([]);
    expect(desiredIn(lines)).toBe(2);
  });

  test('that comes with the first pod, after the start, is found then', async () => {
    const { lines, until } = await collectFrom(server.url);
    server.put(paths.statefulsets, unlabelled(deployment('model', 1)));
    server.put(paths.pods, ownedBy(pod('model-0'), ['apps/v1', 'StatefulSet', 'model']));
    await until((all) => linesOf(all, 'workload').length === 1);
    expect(linesOf(lines, 'workload')).toMatchObject([{ name: 'model', desired: 1 }]);
  });

  test('that can not be scaled has no line', async () => {
    server.put(paths.pods, ownedBy(pod('score-a'), ['apps/v1', 'DaemonSet', 'agent']));
    const { lines } = await collectFrom(server.url);
    expect(lines.map(({ kind }) => kind).filter((kind) => kind !== 'clock')).toEqual(['pod']);
  });
});

describe('an owner of which nothing can be read', () => {
  test('is known by its name, and what is wanted by its HPA', async () => {
    server.put(paths.replicasets, ownedBy(deployment('score-5d', 1), ['other.io/v1', 'Rollout', 'score']));
    server.put(paths.autoscalers, autoscaler('hpa', 'score', 3, 'Rollout'));
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'autoscaler')).toMatchObject([{ desiredReplicas: 3 }]);
    expect(desiredIn(lines)).toBe(3);
  });

  test('that is a StatefulSet is known by the names of its pods', async () => {
    server.put(paths.pods, pod('model-0'));
    server.put(paths.autoscalers, autoscaler('hpa', 'model', 2, 'StatefulSet'));
    server.put(paths.autoscalers, autoscaler('not-ours', 'modell', 2, 'StatefulSet'));
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'autoscaler')).toMatchObject([{ name: 'hpa' }]);
    expect(desiredIn(lines)).toBe(2);
  });

  test('leaves what is wanted to the ReplicaSets, if there is no HPA', async () => {
    server.put(paths.replicasets, ownedBy(deployment('score-5d', 2), ['other.io/v1', 'Rollout', 'score']));
    const { lines } = await collectFrom(server.url);
    expect(desiredIn(lines)).toBe(2);
  });
});
