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
