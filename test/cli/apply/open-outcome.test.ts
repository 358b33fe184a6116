import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applySettings } from '../../../cli/apply/apply-settings.ts';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { runRollback } from '../../../cli/apply/run-rollback.ts';
import { appliedPolicy } from '../../../cli/plan/applied-policy.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import { readJsonIfAny } from '../../../runs/folder.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { type Applied, appliedSchema } from '../../../runs/schema/verification.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { type FakeObjectApi, type Fault, startFakeObjectApi } from './fake-object-api.ts';

const policyOf = (changes: object) =>
  policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 2,
    maxReplicas: 8,
    metrics: [{ targetValue: 0.5 }],
    ...changes,
  });

const cpuAt = (percent: number) => [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
  },
];
const spec = {
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
  minReplicas: 2,
  maxReplicas: 8,
  metrics: cpuAt(50),
};
const written = { ...spec, minReplicas: 4, maxReplicas: 20, metrics: cpuAt(40) };
const advised = { minReplicas: 4, maxReplicas: 20, metrics: [{ targetValue: 0.4 }] };

const advise = async (folder: string, inUse: object, changes: object): Promise<void> => {
  const { compared } = recommendation();
  const advice = recommendation({
    settings: { policy: policyOf(changes) },
    compared: { ...compared, current: { ...compared.current, settings: { policy: policyOf(inUse) } } },
  });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
};

const setUp = async () => {
  const api = await startFakeObjectApi('score', spec);
  const kubeconfig = await writeKubeconfig({ server: api.url });
  const input = {
    ...spikeConfig,
    target: { ...spikeConfig.target, kind: 'kubernetes' },
    autoscaler: policyOf({}),
    cluster: { kubeconfig, namespace: 'models', selector: 'app=score' },
    apply: { kubernetes: { object: 'HorizontalPodAutoscaler/score' } },
  };
  const config = resolveConfig(input, 'k6.config.ts');
  const cluster = [{ kind: 'header', schemaVersion: 1 } as const];
  const folder = await writeRunFolder({ run: completeRun({}, input), load: [], cluster, droppedLines: 0 });
  await advise(folder, {}, advised);
  return { api, config, folder };
};

const apply = async (config: ResolvedConfig, folder: string): Promise<string> => {
  const notes: string[] = [];
  await runApply(config, { folder, isAllowed: true, note: (line) => notes.push(line) }).catch((error) =>
    notes.push(String(error)),
  );
  return notes.join('\n');
};
const rollback = async (config: ResolvedConfig, folder: string, isAllowed = true) => {
  const notes: string[] = [];
  const end = await runRollback(config, { folder, isAllowed, note: (line) => notes.push(line) });
  return { end, said: notes.join('\n') };
};
const recorded = async (folder: string): Promise<Applied | null> => {
  const file = await readJsonIfAny(folder, 'applied.json', appliedSchema);
  return file.kind === 'read' ? file.value : null;
};
const policyInForce = (folder: string) => appliedPolicy(folder, {}, () => undefined);

const open: readonly Fault[] = [
  { when: 'before', by: 'reset' },
  { when: 'after', by: 'reset' },
  { when: 'before', by: 500 },
  { when: 'after', by: 504 },
];

test('a write is taken back although the user has said since that the settings are applied', async () => {
  const { api, config, folder } = await setUp();
  await apply(config, folder);
  const settings = { policy: policyOf(advised) };
  const said = { isApplied: true, isAllowed: false, note: () => undefined };
  await applySettings(config, { folder, settings, former: { policy: policyOf({}) }, ...said });
  expect(await recorded(folder)).toMatchObject({ how: 'kubernetes', object: { name: 'score' }, settings });
  await rollback(config, folder);
  expect(api.object().spec).toEqual(spec);
});

test('a second apply keeps what stood there before the first, and a rollback goes back to it', async () => {
  const { api, config, folder } = await setUp();
  await apply(config, folder);
  await apply(config, folder);
  const before = { 'spec.minReplicas': 2, 'spec.maxReplicas': 8 };
  expect(await recorded(folder)).toMatchObject({ before });
  await advise(folder, {}, { ...advised, maxReplicas: 30 });
  await apply(config, folder);
  expect(await recorded(folder)).toMatchObject({ before });
  await rollback(config, folder);
  expect(api.object().spec).toEqual(spec);
});

test('another way of applying does not lose what stood in the object before', async () => {
  const { api, config, folder } = await setUp();
  await apply(config, folder);
  const record = await recorded(folder);
  const command = ['touch', join(folder, 'called')];
  expect(await apply({ ...config, apply: { command, auto: true } }, folder)).toMatch(
    /an earlier apply wrote to HorizontalPodAutoscaler\/score: applied\.json would no longer hold/,
  );
  await expect(access(join(folder, 'called'))).rejects.toThrow();
  expect(await recorded(folder)).toEqual(record);
  await rollback(config, folder);
  expect(api.object().spec).toEqual(spec);
});

test('a damaged record of an apply is not written over, as it holds what stood there before', async () => {
  const { api, config, folder } = await setUp();
  await apply(config, folder);
  const damaged = '{"schemaVersion": 1, "how": "kubernetes", "atMs": "today"}';
  await writeFile(join(folder, 'applied.json'), damaged);
  await advise(folder, advised, { ...advised, minReplicas: 5 });
  expect(await apply(config, folder)).toContain("applied.json can't be used: it is broken");
  expect(await readFile(join(folder, 'applied.json'), 'utf8')).toBe(damaged);
  expect(api.object().spec).toEqual(written);
});

describe('a write that may have been made', () => {
  test.each(open)('and breaks $when it was taken, by $by, is kept as open', async (fault) => {
    const { api, config, folder } = await setUp();
    api.faults.push(fault);
    const said = await apply(config, folder);
    expect(said).toMatch(/whether it was written is not known.*headroom rollback/);
    expect(said).toContain('the change was sent, and may have been made: ');
    const applied = await recorded(folder);
    expect(applied).toMatchObject({ how: 'kubernetes', outcome: 'open', object: { name: 'score' } });
    expect(applied!.fields).toContainEqual({ path: ['spec', 'minReplicas'], before: 2, after: 4 });
    expect(await policyInForce(folder), 'not known to be in force').toBeUndefined();
  });

  test('and was not is said to be so, and its rollback ends well, twice', async () => {
    const { api, config, folder } = await setUp();
    api.faults.push({ when: 'before', by: 'reset' });
    await apply(config, folder);
    for (const _ of [1, 2]) {
      const { end, said } = await rollback(config, folder);
      expect(end).toBe('nothing');
      expect(said).toContain('was not made: what was there before still stands there');
    }
    expect(api.object().spec).toEqual(spec);
  });

  test('and arrives after a rollback looked is taken back by the next one', async () => {
    const { api, config, folder } = await setUp();
    api.faults.push({ when: 'before', by: 'reset' });
    await apply(config, folder);
    await rollback(config, folder);
    api.change(written);
    expect((await rollback(config, folder)).end).toBe('restored');
    expect(api.object().spec).toEqual(spec);
  });

  test('and was is shown, then restored', async () => {
    const { api, config, folder } = await setUp();
    api.faults.push({ when: 'after', by: 'reset' });
    await apply(config, folder);
    expect(api.object().spec).toEqual(written);
    const shown = await rollback(config, folder, false);
    expect(shown.end).toBe('shown');
    expect(shown.said).toMatch(/was made[\s\S]*spec\.minReplicas: 4 -> 2/);
    expect(api.object().spec).toEqual(written);
    expect((await rollback(config, folder)).end).toBe('restored');
    expect(api.object().spec).toEqual(spec);
    await expect(rollback(config, folder)).rejects.toThrow(/rolled back already/);
  });

  test('and that someone else wrote over is refused', async () => {
    const { api, config, folder } = await setUp();
    api.faults.push({ when: 'after', by: 'reset' });
    await apply(config, folder);
    api.change({ maxReplicas: 50 });
    await expect(rollback(config, folder)).rejects.toThrow(
      /maxReplicas was to be written as 20 and is now 50/,
    );
    expect(api.object().spec).toMatchObject({ minReplicas: 4, maxReplicas: 50 });
  });

  test('stays written down as open when the tool is killed on the way', async () => {
    const { api, config, folder } = await setUp();
    const seen: unknown[] = [];
    api.onWrite = async () => void seen.push((await recorded(folder))?.outcome);
    await apply(config, folder);
    expect(seen).toEqual(['open']);
    expect((await recorded(folder))!.outcome).toBeUndefined();
    expect(await policyInForce(folder)).toMatchObject({ minReplicas: 4 });
  });
});

describe('an object whose status is written while a change is made', () => {
  /** Does something each time one of the next patches comes in. */
  const eachTime = (api: FakeObjectApi, patches: number, does: () => void): void => {
    let left = patches;
    api.onPatch = () => {
      if (left-- > 0) does();
    };
  };

  test('is changed and restored all the same', async () => {
    const { api, config, folder } = await setUp();
    eachTime(api, 3, api.report);
    expect(await apply(config, folder)).toContain('applied');
    expect(api.object().spec).toEqual(written);
    expect((await recorded(folder))!.outcome).toBeUndefined();
    eachTime(api, 1, api.report);
    expect((await rollback(config, folder)).end).toBe('restored');
    expect(api.object().spec).toEqual(spec);
  });

  test('is left alone where someone changes its settings meanwhile', async () => {
    const { api, config, folder } = await setUp();
    eachTime(api, 1, () => api.change({ maxReplicas: 50 }));
    expect(await apply(config, folder)).toMatch(/changed meanwhile \(409\), so nothing was written/);
    expect(await recorded(folder)).toBeNull();
    expect(api.object().spec).toEqual({ ...spec, maxReplicas: 50 });
  });

  test('is given up where every version is outdated as soon as it is read', async () => {
    const { api, config, folder } = await setUp();
    eachTime(api, Number.POSITIVE_INFINITY, api.report);
    expect(await apply(config, folder)).toMatch(/changed meanwhile \(409\), so nothing was written/);
    expect(api.object().spec).toEqual(spec);
  });
});

describe('a write that was refused', () => {
  test.each([403, 409, 422] as const)('with %d leaves no record', async (by) => {
    const { api, config, folder } = await setUp();
    api.faults.push({ when: 'before', by });
    expect(await apply(config, folder)).not.toContain('not known');
    expect(await recorded(folder)).toBeNull();
    expect(api.object().spec).toEqual(spec);
  });

  test('leaves the record of the write before it', async () => {
    const { api, config, folder } = await setUp();
    await apply(config, folder);
    await advise(folder, advised, { ...advised, maxReplicas: 30 });
    api.faults.push({ when: 'before', by: 422 });
    await apply(config, folder);
    expect((await recorded(folder))!.settings.policy).toMatchObject({ maxReplicas: 20 });
    await rollback(config, folder);
    expect(api.object().spec).toEqual(spec);
  });
});

describe('an open write after one that was made', () => {
  test.each([
    { when: 'before', by: 'reset' },
    { when: 'after', by: 'reset' },
  ] as const)('leads back to what stood there first, whether it broke $when it was taken', async (fault) => {
    const { api, config, folder } = await setUp();
    await apply(config, folder);
    await advise(folder, advised, { ...advised, maxReplicas: 30 });
    api.faults.push(fault);
    await apply(config, folder);
    expect((await recorded(folder))!.outcome).toBe('open');
    expect((await rollback(config, folder)).end).toBe('restored');
    expect(api.object().spec).toEqual(spec);
  });
});

describe('an apply after an open one', () => {
  test.each([
    { when: 'before', by: 'reset' },
    { when: 'after', by: 'reset' },
  ] as const)('that broke $when it was taken goes back to what stood there first', async (fault) => {
    const { api, config, folder } = await setUp();
    api.faults.push(fault);
    await apply(config, folder);
    await apply(config, folder);
    expect(api.object().spec).toEqual(written);
    expect((await recorded(folder))!.outcome).toBeUndefined();
    expect((await rollback(config, folder)).end).toBe('restored');
    expect(api.object().spec).toEqual(spec);
  });
});

describe('a rollback that breaks', () => {
  test.each([
    { fault: { when: 'before', by: 'reset' }, end: 'restored' },
    { fault: { when: 'after', by: 'reset' }, end: 'nothing' },
  ] as const)('$fault.when it was taken ends well when it is asked again', async ({ fault, end }) => {
    const { api, config, folder } = await setUp();
    await apply(config, folder);
    api.faults.push(fault);
    await expect(rollback(config, folder)).rejects.toMatchObject({
      code: 'E_CLUSTER',
      message: expect.stringContaining('the change was sent, and may have been made: no answer came'),
      details: [{ fix: expect.stringContaining('headroom rollback with this run, without --yes') }],
    });
    expect((await rollback(config, folder)).end).toBe(end);
    expect(api.object().spec).toEqual(spec);
    await expect(rollback(config, folder)).rejects.toThrow(/rolled back already/);
  });
});
