import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { runClean } from '../../cli/clean/run-clean.ts';
import { askImage } from '../../cli/doctor/ask-image.ts';
import { leaseOf, manifestsOf, type RunnersInput } from '../../cluster/runners/manifests.ts';
import { loadFaultsText } from '../../reports/words/run/load-as-planned.ts';
import { installTestRun } from './control-plane/crds.ts';
import { made, type RunnersLab, startRunnersLab } from './kubelet/runners-lab.ts';
import { namespace, serviceKey } from './load-namespace.ts';

let lab: RunnersLab;

beforeAll(async () => {
  lab = await startRunnersLab(inject('controlPlane'));
}, 120_000);

afterAll(() => lab?.stop());

const nothingIsLeft = async (): Promise<void> => {
  for (const path of Object.values(made))
    await expect.poll(() => lab.left(path), { timeout: 30_000 }).toEqual([]);
};

describe('runners in pods of an indexed Job', () => {
  test('fire the plan exactly, through the API server, with the rights that rbac prints', async () => {
    const before = (await lab.counters()).total.arrivals;
    const { result, notes, runFolder } = await lab.fire(lab.configFor(6, 3));
    const { run, totals, timeline, loadAsPlanned, health } = result;
    expect(run.status, notes.join('\n')).toBe('complete');
    expect(loadAsPlanned.faults.filter(({ code }) => code !== 'late')).toEqual([]);
    expect(timeline.load.arrivals.slice(0, 6)).toEqual(run.plannedPerSecond);
    expect((await lab.counters()).total.arrivals - before - 1, 'all but the preflight').toBe(totals.arrivals);
    expect(totals.outcomes).toEqual({ '200': totals.arrivals });
    expect(health.find(({ check }) => check === 'runners')).toMatchObject({ runners: 3, incomplete: [] });
    expect(await readFile(join(runFolder, 'load.ndjson'), 'utf8')).not.toContain(serviceKey);
    expect(lab.kubelet.containers.size).toBe(3);
    await nothingIsLeft();
  }, 60_000);

  test('are of an image that doctor --yes asks for its version, in a pod that it removes', async () => {
    const config = lab.configFor(5, 2);
    const { runners } = config.load;
    if (runners?.where !== 'cluster') throw new Error('these runners are pods');
    const line = await askImage(config, runners);
    expect(line).toMatchObject({ level: 'ok', topic: 'k6' });
    expect(line.what).toMatch(/asked in a pod: k6 v2\.\d+\.\d+, module v0\.1\.0$/);
    await nothingIsLeft();
  }, 60_000);

  test('lose no line and count none twice when the connections for their logs are cut', async () => {
    const before = (await lab.counters()).total.arrivals;
    const cutter = setInterval(() => lab.kubelet.logs.cut(), 1500);
    onTestFinished(() => clearInterval(cutter));
    const { result, notes } = await lab.fire(lab.configFor(8, 2));
    expect(notes.join('\n')).toMatch(/the log of runner \d is read again/);
    expect(result.run.status, notes.join('\n')).toBe('complete');
    expect((await lab.counters()).total.arrivals - before - 1).toBe(result.totals.arrivals);
    expect(result.timeline.load.arrivals.slice(0, 8)).toEqual(result.run.plannedPerSecond);
    const health = result.health.find(({ check }) => check === 'runners');
    expect(health).toMatchObject({ incomplete: [], cuts: expect.any(Number) });
    await nothingIsLeft();
  }, 60_000);

  /** Lines of one kind of those runners that the next load has. */
  const linesOfNext = (): ((kind: string) => readonly { readonly atMs: number }[]) => {
    const known = new Set(lab.kubelet.containers.values());
    return (kind) =>
      [...lab.kubelet.containers.values()]
        .filter((container) => !known.has(container))
        .flatMap(({ lines }) => lines.filter(({ text }) => text.includes(`"kind":"${kind}"`)));
  };

  test('get the lines again that were rotated away while they could not be read', async () => {
    const before = (await lab.counters()).total.arrivals;
    const lines = linesOfNext();
    const outage = vi
      .waitFor(() => expect(lines('counts').length).toBeGreaterThan(3), 30_000)
      .then(async () => {
        const seen = lines('counts').length;
        lab.kubelet.logs.refuse(true);
        await vi.waitFor(() => expect(lines('counts').length).toBeGreaterThan(seen + 3), 30_000);
        lab.kubelet.logs.rotate(Date.now());
        lab.kubelet.logs.refuse(false);
      });
    const { result, notes } = await lab.fire(lab.configFor(14, 2));
    await outage;
    expect(result.run.status, notes.join('\n')).toBe('complete');
    expect(result.loadAsPlanned.faults.filter(({ code }) => code === 'runnerIncomplete')).toEqual([]);
    expect((await lab.counters()).total.arrivals - before - 1).toBe(result.totals.arrivals);
    expect(result.timeline.load.arrivals.slice(0, 14)).toEqual(result.run.plannedPerSecond);
    await nothingIsLeft();
  }, 60_000);

  test('name the seconds of lines that were rotated away, and that no runner is there to send again', async () => {
    const lines = linesOfNext();
    const outage = vi
      .waitFor(() => expect(lines('counts').length).toBeGreaterThan(3), 30_000)
      .then(async () => {
        lab.kubelet.logs.refuse(true);
        await vi.waitFor(() => expect(lines('end')).toHaveLength(2), 30_000);
        lab.kubelet.logs.rotate(Math.min(...lines('end').map(({ atMs }) => atMs)));
        lab.kubelet.logs.refuse(false);
      });
    const { result } = await lab.fire(lab.configFor(8, 2));
    await outage;
    expect(result.run.status, 'the load itself ran to its end').toBe('complete');
    const faults = result.loadAsPlanned.faults.filter(({ code }) => code === 'runnerIncomplete');
    expect(faults[0]).toMatchObject({ reason: 'complete', missing: { arrivals: expect.any(Number) } });
    expect(loadFaultsText([faults[0]!])).toMatch(/of it never came.*the counts are a lower bound there/);
    expect(result.verdict.met).toBeNull();
    await nothingIsLeft();
  }, 60_000);

  test('end together when one is killed, which is named with its pod and seconds', async () => {
    const names = new Set(lab.kubelet.containers.keys());
    let isKilled = false;
    const killOne = setInterval(() => {
      const mine = [...lab.kubelet.containers].filter(([name]) => !names.has(name) && name.includes('-1-'));
      const [first] = mine.map(([, container]) => container);
      const hasFired = first?.lines.some(({ text }) => text.includes('"kind":"counts"'));
      if (!hasFired || isKilled) return;
      isKilled = first?.child.kill('SIGKILL') ?? false;
    }, 100);
    onTestFinished(() => clearInterval(killOne));
    const { result } = await lab.fire(lab.configFor(60, 2));
    const [fault] = result.loadAsPlanned.faults.filter(({ code }) => code === 'runnerIncomplete');
    expect(fault).toMatchObject({ runner: 'runner-1', failure: { code: 'pod' }, missing: { toSecond: 60 } });
    expect(loadFaultsText([fault!])).toMatch(/runner-1 was lost: Error: exit code 137/);
    expect(result.run.status).toBe('interrupted');
    await nothingIsLeft();
  }, 90_000);
});

describe('what a run makes', () => {
  const input = (script = 'export default () => {};'): RunnersInput => {
    const { runners } = lab.configFor(5, 3).load;
    if (runners?.where !== 'cluster') throw new Error('these runners are pods');
    const bundle = { script, document: { plan: 'of no matter here' } };
    return { runId: '2026-11-28-101112-soak-ab12', namespace, runners, bundle, secondsMost: 60 };
  };

  const paths: Readonly<Record<string, string>> = {
    Lease: made.leases,
    ConfigMap: `/api/v1/namespaces/${namespace}/configmaps`,
    Job: made.jobs,
    TestRun: `/apis/k6.io/v1alpha1/namespaces/${namespace}/testruns`,
  };

  const createAll = async (from: RunnersInput, renewedAtMs: number): Promise<void> => {
    const lease = leaseOf(from, 'a-tool:1', renewedAtMs);
    await lab.api.create(paths['Lease']!, lease);
    const { metadata } = (await lab.api.read(`${made.leases}/${lease.metadata.name}`)) as {
      metadata: { uid: string };
    };
    for (const object of manifestsOf(from, metadata)) await lab.api.create(paths[object.kind]!, object);
  };

  test('is taken by the server and by the definition of the k6-operator, field by field', async () => {
    await installTestRun(lab.api);
    const { runners } = input();
    for (const by of ['job', 'testRun'] as const) {
      const objects = manifestsOf({ ...input(), runners: { ...runners, by } }, null);
      expect(objects.map(({ kind }) => kind)).toContain(by === 'job' ? 'Job' : 'TestRun');
      for (const object of objects) {
        const path = `${paths[object.kind]}/${object.metadata.name}`;
        expect(await lab.api.tryApply(path, JSON.stringify(object)), object.kind).toBe('accepted');
      }
    }
  });

  test('holds a plan of several mebibytes in parts, which are the whole again', async () => {
    const large = input(`// ${'ü'.repeat(400_000)}`);
    const objects = manifestsOf(large, null).filter(({ kind }) => kind === 'ConfigMap');
    expect(objects.length).toBe(3);
    for (const object of objects)
      expect(
        await lab.api.tryApply(`${paths['ConfigMap']}/${object.metadata.name}`, JSON.stringify(object)),
      ).toBe('accepted');
    const text = objects.flatMap(({ data }) => Object.values(data as Record<string, string>)).join('');
    expect(JSON.parse(text)).toEqual(large.bundle);
  });

  test('is shown and removed by clean once its tool is gone, and left alone while it lives', async () => {
    const note = { config: lab.configFor(5, 3), namespace: undefined };
    const renewedAtMs = Date.now();
    await createAll(input(), renewedAtMs);
    const goesOn = await runClean({ ...note, isAllowed: true, nowMs: Date.now() });
    expect(goesOn.join()).toContain('headroom-2026-11-28-101112-soak-ab12: goes on, by a-tool:1');
    expect(await lab.left(made.jobs)).toHaveLength(1);
    const later = renewedAtMs + 3_600_000;
    const shown = await runClean({ ...note, isAllowed: false, nowMs: later });
    expect(shown.join()).toMatch(/of a-tool:1, silent for 3,?600 s.*headroom clean --yes/);
    expect(await lab.left(made.jobs)).toHaveLength(1);
    await runClean({ ...note, isAllowed: true, nowMs: later });
    await nothingIsLeft();
    expect(await runClean({ ...note, isAllowed: false, nowMs: later })).toEqual([
      `nothing is left over in namespace ${namespace}`,
    ]);
  }, 60_000);
});
