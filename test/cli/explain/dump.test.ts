import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCluster } from '../../../bench/explain/lab/cluster.ts';
import { createPodLives } from '../../../bench/explain/lab/pod-lives.ts';
import { main } from '../../../cli/main.ts';
import { catchOutput } from '../../builders/command-output.ts';

const output = catchOutput();

const write = (name: string, value: unknown): Promise<void> =>
  writeFile(join(output.folder, name), typeof value === 'string' ? value : JSON.stringify(value));

/** A service with a pod that no node takes and one whose startup probe ends it, as `kubectl get -o json` writes it. */
const dumpTrouble = async (): Promise<void> => {
  const cluster = createCluster();
  const pods = createPodLives(cluster);
  cluster.node('node-1', '4');
  cluster.putWorkloads();
  cluster.wants(3);
  pods.old(1);
  pods.cantSchedule(cluster.makePod(), '0/1 nodes are available: 1 Insufficient cpu.');
  const failing = cluster.makePod();
  pods.schedule(failing);
  pods.run(failing);
  pods.probeFails(failing, 'Startup', 'connection refused');
  pods.killedByProbe(failing, 'Startup');
  pods.restart(failing);
  for (const name of ['deployments', 'replicasets', 'pods', 'events'] as const)
    await write(`${name}.json`, { apiVersion: 'v1', kind: 'List', items: cluster.store.list(name) });
};

describe('headroom explain --from', () => {
  it('tells what stands in the way, by objects and logs that someone else has read', async () => {
    await dumpTrouble();
    await mkdir(join(output.folder, 'logs'));
    await write('logs/pod.log', '2026-11-28T10:00:00Z MemoryError: no room\n');
    await write('notes.md', 'seen on Friday');
    expect(await main(['explain', '--from', output.folder])).toBe(0);
    const text = output.printed.join('\n');
    expect(text).toContain('scoring in namespace default (app=scoring)');
    expect(text).toContain('1 Insufficient cpu');
    expect(text).toMatch(/to do: let the startup probe wait longer/);
    expect(text).toMatch(/not in the dump, so unknown: .*nodes/);
    expect(text).toContain('no memory was left');
    expect(text).toContain('notes.md');
  });

  it('reads objects and logs in UTF-16, and names what is not text', async () => {
    const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
    await writeFile(join(output.folder, 'pods.json'), utf16(JSON.stringify({ kind: 'PodList', items: [] })));
    await writeFile(join(output.folder, 'pod.log'), utf16('MemoryError: no room\n'));
    await writeFile(join(output.folder, 'old.log'), Buffer.from('\0\0\0'));
    expect(await main(['explain', '--from', output.folder])).toBe(0);
    const text = output.printed.join('\n');
    expect(text).toContain('no memory was left');
    expect(text).toMatch(/old\.log: it is not text, or its\s+encoding is unknown/);
    expect(text).not.toContain('pods.json: ');
  });

  it('prints the same as JSON', async () => {
    await dumpTrouble();
    expect(await main(['explain', '--from', output.folder, '--json'])).toBe(0);
    const { findings, unknown } = JSON.parse(output.printed[0]!) as {
      findings: { cause: string; requests: number }[];
      unknown: string[];
    };
    expect(findings.map(({ cause, requests }) => [cause, requests])).toEqual([
      ['unschedulable', 0],
      ['cannotBecomeReady', 0],
    ]);
    expect(unknown.sort()).toEqual(['horizontalpodautoscalers', 'nodes']);
  });

  it.each([
    ['an empty folder', {}, 'holds no objects and no logs'],
    ['YAML', { 'pods.yaml': 'kind: List' }, 'write it with -o json'],
    ['no Kubernetes', { 'a.json': '{"a": 1}' }, 'not a Kubernetes object'],
    [
      'a list of what is no object',
      { 'a.json': '{"kind": "List", "items": [null, "c4nary"]}' },
      'a.json: it is not',
    ],
    [
      'an object without its content',
      {
        'a.json':
          '{"kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": null}]}',
      },
      'a.json: it is not a Kubernetes object',
    ],
    ['a list of nothing', { 'pods.json': '{"kind": "List", "items": []}' }, 'holds no objects'],
    ['cut JSON', { 'a.json': '{"secret-c4nary": ' }, 'it is not JSON'],
  ])('refuses %s and says what a dump is', async (_, files, what) => {
    for (const [name, text] of Object.entries(files)) await write(name, text);
    expect(await main(['explain', '--from', output.folder])).toBe(2);
    expect(output.errors.join('\n')).toContain(what);
    expect(output.errors.join('\n')).toContain('kubectl get');
    expect(output.errors.join('\n')).not.toContain('c4nary');
  });

  it('refuses labels that no pod has, and names those that are there', async () => {
    await dumpTrouble();
    expect(await main(['explain', '--from', output.folder, '--selector', 'app=nope'])).toBe(2);
    expect(output.errors.join('\n')).toContain(
      'no pod of the dump in namespace default has the labels app=nope',
    );
    expect(output.errors.join('\n')).toContain("--namespace default --selector 'app=scoring'");
    expect(
      await main(['explain', '--from', output.folder, '--selector', 'app=scoring', '--namespace', 'x']),
    ).toBe(2);
    expect(output.errors.join('\n')).toContain('no pod of the dump in namespace x');
    expect(await main(['explain', '--from', output.folder, '--selector', 'app in (scoring'])).toBe(2);
    expect(output.errors.join('\n')).toContain('can’t be read');
    expect(output.printed).toEqual([]);
    expect(await main(['explain', '--from', output.folder, '--selector', 'app=scoring'])).toBe(0);
  });

  it('takes labels of a workload that has no pods now', async () => {
    const template = { metadata: { labels: { app: 'idle' } } };
    await write('deploy.json', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'idle' },
      spec: { replicas: 0, selector: { matchLabels: { app: 'idle' } }, template },
    });
    await write('pods.json', { kind: 'List', items: [] });
    expect(await main(['explain', '--from', output.folder, '--selector', 'app=idle'])).toBe(0);
  });

  const ofProd = (kind: string, name: string, rest: object) => ({
    apiVersion: kind === 'Event' ? 'v1' : 'autoscaling/v2',
    kind,
    metadata: { name, namespace: 'prod', creationTimestamp: '2026-11-30T10:01:41Z' },
    ...rest,
  });
  const noMetric = (deployment: string) =>
    ofProd('HorizontalPodAutoscaler', deployment, {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
        minReplicas: 1,
        maxReplicas: 5,
      },
      status: {
        currentReplicas: 5,
        desiredReplicas: 5,
        conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' }],
      },
    });
  const explained = async (...items: readonly object[]): Promise<string> => {
    await write('all.json', { apiVersion: 'v1', kind: 'List', items });
    expect(await main(['explain', '--from', output.folder, '--selector', 'app=score'])).toBe(0);
    return output.printed.join('\n').replace(/\s+/g, ' ');
  };

  it('reads an autoscaler without its Deployment, in the namespace that all objects have', async () => {
    const text = await explained(noMetric('score'));
    expect(text).toContain('in namespace prod');
    expect(text).toContain('FailedGetResourceMetric');
    expect(text).toMatch(/taken as the service’s by name, .*: Deployment\/score/);
    expect(text).not.toContain('stands in the way');
  });

  it('reads the autoscaler of pods whose owners were not dumped', async () => {
    const pod = {
      ...ofProd('Pod', 'scoring-5d8f-x', { spec: {}, status: { phase: 'Running' } }),
      apiVersion: 'v1',
      metadata: {
        name: 'scoring-5d8f-x',
        namespace: 'prod',
        labels: { app: 'score' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'scoring-5d8f', controller: true },
        ],
      },
    };
    expect(await explained(pod, noMetric('scoring'))).toContain('FailedGetResourceMetric');
  });

  it('reads events about pods by their names where no pod was dumped', async () => {
    const event = (name: string) =>
      ofProd('Event', `${name}.1`, {
        involvedObject: { kind: 'Pod', namespace: 'prod', name },
        reason: 'FailedScheduling',
        message: `${name}: no room`,
        type: 'Warning',
        count: 9,
      });
    const text = await explained(event('score-abc-1'), event('other-abc-1'));
    expect(text).toContain('score-abc-1: no room');
    expect(text).not.toContain('other-abc-1');
    expect(text).toContain('no finding in its events: whether its pods can serve is unknown');
  });

  it('says that it holds nothing of the service, and not that nothing stands in its way', async () => {
    const text = await explained(noMetric('another'));
    expect(text).toContain('it holds nothing of the service');
    expect(text).not.toMatch(/nothing in it stands|FailedGetResourceMetric/);
  });

  it('asks which service where there are several', async () => {
    const deployment = (name: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'team', labels: { app: name } },
      spec: { replicas: 1, selector: { matchLabels: { app: name } } },
    });
    await write('deploy.json', {
      apiVersion: 'v1',
      kind: 'List',
      items: [deployment('one'), deployment('two')],
    });
    expect(await main(['explain', '--from', output.folder])).toBe(2);
    expect(output.errors.join('\n')).toContain("--namespace team --selector 'app=two'");
    expect(await main(['explain', '--from', output.folder, '--selector', 'app=two'])).toBe(0);
  });
});
