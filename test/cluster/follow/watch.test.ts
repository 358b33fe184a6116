import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openCluster } from '../../../cluster/connect/open.ts';
import { watchCluster } from '../../../cluster/follow/watch.ts';
import { collectFrom, linesOf } from '../collector.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { autoscaler, deployment, event, paths, pod } from '../objects.ts';
import { type ScriptedApiServer, startScriptedApiServer } from '../scripted-api-server.ts';

let server: ScriptedApiServer;

beforeEach(async () => {
  const started = await startScriptedApiServer();
  server = started;
  onTestFinished(started.close);
  server.put(paths.deployments, deployment('score', 1));
  server.put(paths.pods, pod('score-a'));
});

const restartsOf = (lines: Parameters<typeof linesOf>[0], name = 'score-a') =>
  linesOf(lines, 'pod')
    .filter((line) => line.name === name)
    .map(({ restarts }) => restarts);

describe('the state at the start', () => {
  test('is one line for each object, before watchCluster resolves', async () => {
    server.put(paths.replicasets, deployment('score-5d', 1));
    server.put(paths.nodes, { metadata: { name: 'node-1', uid: 'n1' } });
    const { lines } = await collectFrom(server.url);
    expect(
      lines
        .map(({ kind }) => kind)
        .filter((kind) => kind !== 'clock')
        .toSorted(),
    ).toEqual(['deployment', 'node', 'pod', 'replicaSet']);
  });

  test('is read page by page when it is long', async () => {
    for (let i = 0; i < 1_200; i++) server.put(paths.pods, pod(`score-${i}`));
    const { lines } = await collectFrom(server.url);
    expect(new Set(linesOf(lines, 'pod').map(({ name }) => name)).size).toBe(1_201);
  });

  test('leaves out objects that the selector does not match', async () => {
    server.put(paths.pods, { ...pod('other'), metadata: { name: 'other', labels: { app: 'other' } } });
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'pod').map(({ name }) => name)).toEqual(['score-a']);
  });
});

describe('a change', () => {
  test('is one line, and a write that changes nothing that is recorded is none', async () => {
    const { lines, until } = await collectFrom(server.url);
    server.put(paths.pods, pod('score-a', 0));
    server.put(paths.pods, pod('score-a', 1));
    server.put(paths.pods, pod('score-a', 1));
    server.put(paths.pods, pod('score-a', 2));
    await until((all) => restartsOf(all).includes(2));
    expect(restartsOf(lines)).toEqual([0, 1, 2]);
  });

  test('that deletes a pod is a last line that says so, and the name made anew is another pod', async () => {
    const { lines, until } = await collectFrom(server.url);
    server.remove(paths.pods, 'score-a');
    server.put(paths.pods, pod('score-a', 0, 2));
    await until((all) => linesOf(all, 'pod').length === 3);
    expect(linesOf(lines, 'pod').map(({ deleted, ready }) => ({ deleted, ready }))).toEqual([
      { deleted: false, ready: true },
      { deleted: true, ready: false },
      { deleted: false, ready: true },
    ]);
  });
});

describe('events and autoscalers', () => {
  test('are recorded only when they are about an object of the service', async () => {
    server.put(paths.events, event('e1', 'Pod', 'score-a'));
    server.put(paths.events, event('e2', 'Pod', 'other'));
    server.put(paths.autoscalers, autoscaler('score-hpa', 'score', 1));
    server.put(paths.autoscalers, autoscaler('other-hpa', 'other', 1));
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'event').map(({ objectName }) => objectName)).toEqual(['score-a']);
    expect(linesOf(lines, 'autoscaler').map(({ name }) => name)).toEqual(['score-hpa']);
  });

  test('wait for their object when they are seen before it', async () => {
    const { lines, until } = await collectFrom(server.url);
    server.put(paths.events, event('e1', 'Pod', 'score-b'));
    server.put(paths.events, event('e2', 'Pod', 'score-a'));
    await until((all) => linesOf(all, 'event').length === 1);
    server.put(paths.pods, pod('score-b'));
    await until((all) => linesOf(all, 'event').length === 2);
    expect(linesOf(lines, 'event').map(({ objectName }) => objectName)).toEqual(['score-a', 'score-b']);
  });

  test('are still recorded after the object that they are about is gone', async () => {
    const { lines, until } = await collectFrom(server.url);
    server.remove(paths.pods, 'score-a');
    await until((all) => linesOf(all, 'pod').some(({ deleted }) => deleted));
    server.put(paths.events, event('e1', 'Pod', 'score-a', 'Killing'));
    await until((all) => linesOf(all, 'event').length === 1);
    expect(linesOf(lines, 'event')[0]?.reason).toBe('Killing');
  });

  test('an event that expires writes no line', async () => {
    server.put(paths.events, event('e1', 'Pod', 'score-a'));
    const { lines, until } = await collectFrom(server.url);
    server.remove(paths.events, 'e1');
    server.put(paths.events, event('e2', 'Pod', 'score-a', 'Pulled'));
    await until((all) => linesOf(all, 'event').some(({ reason }) => reason === 'Pulled'));
    expect(linesOf(lines, 'event').map(({ reason }) => reason)).toEqual(['Scheduled', 'Pulled']);
  });
});

describe('what can not be read', () => {
  test('is one unknown line for its resource, and the rest is read', async () => {
    server.refuse(1_000, 403, /nodes/);
    const { lines, until } = await collectFrom(server.url);
    server.put(paths.pods, pod('score-a', 1));
    await until((all) => restartsOf(all).includes(1));
    expect(linesOf(lines, 'unknown').map(({ resource, reason }) => [resource, reason])).toEqual([
      ['nodes', 'forbidden (403): this account may not list and watch nodes'],
    ]);
  });

  test('is nothing at all when a cluster does not serve autoscalers', async () => {
    server.refuse(1_000, 404, /horizontalpodautoscalers/);
    const { lines } = await collectFrom(server.url);
    expect(linesOf(lines, 'unknown')).toEqual([]);
  });

  test('is unknown while the server is out of reach, and known again with a gap when it answers', async () => {
    server.refuse(40, 503, /pods/);
    let skewMs = 0;
    const { lines, until } = await collectFrom(server.url, {
      now: () => {
        skewMs += 100;
        return Date.now() + skewMs;
      },
      limits: { unknownAfterMs: 2_000 },
    });
    await until((all) => linesOf(all, 'pod').length === 1);
    expect(linesOf(lines, 'unknown').map(({ resource }) => resource)).toContain('pods');
    expect(linesOf(lines, 'gap').filter(({ resource }) => resource === 'pods')).toHaveLength(1);
  });
});

test('a fault in the receiver of lines ends the watching and is handed on', async () => {
  const kubeconfig = await writeKubeconfig({ server: server.url });
  const cluster = await openCluster({ kubeconfig, namespace: 'models', selector: 'app=score' });
  const { done } = await watchCluster(cluster, {
    onLine: (line) => {
      if (line.kind === 'pod' && line.restarts === 1) throw new Error('disk full');
    },
    signal: new AbortController().signal,
    now: Date.now,
  });
  server.put(paths.pods, pod('score-a', 1));
  await expect(done).rejects.toThrow('disk full');
});
