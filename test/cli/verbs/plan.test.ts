import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../runs/schema/load/load.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recommendationSchema } from '../../../runs/schema/recommendation.ts';
import { type Ended, headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { recordSpike, withSpared } from '../../builders/recording.ts';
import { temporaryFolder, writeRunFolder } from '../../builders/run-folder.ts';
import { scalerLine } from '../../planner/live/builders.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

const short = recordSpike({ policy, baselineSeconds: 10, holdSeconds: 30, recoverySeconds: 20 });
/** What its simulation does not come to. */
const spared = withSpared(short);

/** `headroom plan` of a recorded spike for what the file holds. */
const planFor = async (
  traffic: string,
  {
    args = [] as readonly string[],
    phasesOf = (phases: readonly Phase[]): readonly Phase[] => phases,
    run = headroomHere,
  } = {},
): Promise<Ended & { readonly folder: string }> => {
  const phases = [...phasesOf(spared.run.phases)];
  const folder = await writeRunFolder({ ...spared, run: { ...spared.run, phases } });
  await writeFile(join(folder, 'traffic.csv'), traffic);
  const ended = await run(['plan', folder, '--for', join(folder, 'traffic.csv'), ...args]);
  return { ...ended, folder };
};

/** What the report of a run folder is made of. */
const reportIn = (folder: string): Promise<string[]> =>
  Promise.all(
    ['timeline.json', 'findings.json', 'result.json', 'report.md', 'junit.xml', 'report.html'].map((name) =>
      readFile(join(folder, name), 'utf8'),
    ),
  );

describe('headroom plan --for a day', () => {
  it('writes an advice that says what it was planned for and the report that `report` writes, and tells its progress', async () => {
    const { code, stdout, stderr, folder } = await planFor('hour,rate\n0,1\n8,3\n', {
      args: ['--json'],
      run: headroom,
    });
    expect(code).toBe(0);
    expect(stderr).toContain('read as a day (time "hour", "rate")');
    expect(stderr).toMatch(/0 % {2}drawing models[\s\S]*90 % {2}what would change the advice/);
    const { load, warnings } = recommendationSchema.parse(JSON.parse(stdout));
    expect(load).toMatchObject({ kind: 'day', peakRatePerSecond: 3, spikeShare: 0, isOther: true });
    expect(
      warnings,
      'that its simulation comes to something else is said of the recorded load',
    ).not.toContainEqual(expect.objectContaining({ code: 'simulatedOtherwise' }));
    expect(load.mix.map(({ kind }) => kind)).toEqual(['rise', 'rise', 'level', 'level']);
    const written = await reportIn(folder);
    await headroomHere(['report', folder]);
    expect(await reportIn(folder)).toEqual(written);
  });

  it('refuses a day of more requests than a simulation holds', async () => {
    const { code, stderr } = await planFor('hour,rate\n0,1\n8,200000\n');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /E_MODEL: durationSeconds is \d+\n.*model → durationSeconds\n.*requests, above 10000000/,
    );
  });

  it('refuses a row that it can’t read, with its line', async () => {
    const { code, stderr } = await planFor('hour,rate\n8,3\n25,1\n');
    expect(code).toBe(2);
    expect(stderr).toContain('E_CONFIG: --for: hour is "25", expected a time of day');
    expect(stderr).toMatch(/traffic\.csv:3/);
  });

  it('refuses to lay a recorded load on top that never rises', async () => {
    const flat = ([first]: readonly Phase[]): readonly Phase[] => [first!];
    const { code, stderr } = await planFor('hour,rate\n0,1\n8,3\n', {
      args: ['--spike-share', '0.1'],
      phasesOf: flat,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('E_USAGE: --spike-share is 0.1, but the recorded load never rises above its');
  });
});

describe('headroom plan', () => {
  it.each([
    ['--seed', 'x', '--seed is "x", which is not a number'],
    ['--price-per-replica-hour', '-3', '--price-per-replica-hour is -3'],
  ])('refuses %s %s before it reads anything', async (flag, value, message) => {
    const { code, stderr } = await headroomHere(['plan', 'no-such-folder', `${flag}=${value}`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`E_USAGE: ${message}`)]);
  });

  it('refuses a price of nodes that hold no whole number of replicas', async () => {
    const nodes = ['--price-per-node-hour', '1', '--pods-per-node', '0.5'];
    const { code, stderr } = await headroomHere(['plan', 'no-such-folder', ...nodes]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('E_USAGE: --pods-per-node is 0.5')]);
  });

  it('refuses a run that is named twice, which would count as two', async () => {
    const folder = await temporaryFolder();
    const { code, stderr } = await headroomHere(['plan', folder, `${folder}/`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('E_USAGE: the same run is named twice')]);
  });

  it('tells with --quiet what becomes of the settings file, and no progress', async () => {
    const recording = recordSpike({ policy, baselineSeconds: 2, holdSeconds: 3, recoverySeconds: 2 });
    const folder = await writeRunFolder({ ...recording, cluster: [] });
    const own = join(folder, 'own.json');
    await writeFile(own, '{}');
    const { code, stderr } = await headroomHere(['plan', folder, '--quiet', '--settings', own]);
    expect([code, stderr]).toEqual([4, `${own} is not patched: there is no advice to write into it\n`]);
  });

  it.each(['minReplicas: [', 'kind: ScaledObject'])(
    'leaves an earlier plan as it is where the settings file is %j',
    async (text) => {
      const folder = await writeRunFolder(short);
      const earlier = { 'recommendation.json': 'of an earlier plan', 'settings/patched-own.yaml': 'min: 3' };
      await mkdir(join(folder, 'settings'));
      for (const [name, said] of Object.entries(earlier)) await writeFile(join(folder, name), said);
      const own = join(folder, 'own.yaml');
      await writeFile(own, text);
      const { code, stdout, stderr } = await headroomHere(['plan', folder, '--settings', own]);
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('E_CONFIG')]);
      expect(stderr).toContain(own);
      expect(stderr).not.toContain('searching');
      for (const [name, said] of Object.entries(earlier))
        expect(await readFile(join(folder, name), 'utf8')).toBe(said);
    },
  );
});

describe('headroom plan of a recording that its simulation does not come to', () => {
  it('warns of it in the advice', async () => {
    const folder = await writeRunFolder(spared);
    const { stdout } = await headroomHere(['plan', folder, '--json']);
    expect(recommendationSchema.parse(JSON.parse(stdout)).warnings).toContainEqual({
      code: 'simulatedOtherwise',
      figures: [expect.objectContaining({ figure: 'errorShare' })],
    });
  });
});

describe('headroom plan of a service that KEDA keeps at zero replicas while no trigger is active', () => {
  it('warns that the advised minimum does not hold then, also for another load', async () => {
    const hpa = policySettingsSchema.parse({
      kind: 'hpa',
      minReplicas: 3,
      maxReplicas: 30,
      metrics: [{ targetValue: 0.5 }],
    });
    const recording = recordSpike({
      policy: hpa,
      baselineSeconds: 10,
      holdSeconds: 20,
      recoverySeconds: 5,
    });
    const spec = { minReplicaCount: 3, maxReplicaCount: 30, idleReplicaCount: 0 };
    const scaled = scalerLine('score', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec });
    const folder = await writeRunFolder({ ...recording, cluster: [...recording.cluster, scaled] });
    const { stdout } = await headroomHere(['plan', folder, '--json', '--budget', '6', '--peak', '1.5x']);
    const { load, settings, warnings } = recommendationSchema.parse(JSON.parse(stdout));
    expect(load.isOther).toBe(true);
    expect(warnings).toContainEqual({
      code: 'idleBesideMinimum',
      object: 'ScaledObject score',
      idleReplicas: 0,
      minReplicas: settings.policy.kind === 'hpa' && settings.policy.minReplicas,
    });
    const held = await headroomHere(['capacity', folder]);
    expect(held.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'The minimum of 3 counts only while a trigger of ScaledObject score is active',
    );
  });
});
