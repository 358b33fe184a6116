import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { runRollback } from '../../../cli/apply/run-rollback.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { startFakeObjectApi } from './fake-object-api.ts';

const policyOf = (minReplicas: number, targetValue: number) =>
  policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas,
    maxReplicas: 20,
    metrics: [
      {
        name: 's0-prometheus',
        type: 'External',
        targetType: 'AverageValue',
        source: 'requestRate',
        targetValue,
      },
    ],
  });

const secret = 'TOPSECRET99';
const prometheus = (metadata: object) => ({
  type: 'prometheus',
  metricType: 'AverageValue',
  metadata: { query: 'sum(rate(a[1m]))', customHeaders: `Authorization=Bearer ${secret}`, ...metadata },
});
const cron = { type: 'cron', metadata: { timezone: 'UTC', desiredReplicas: '3', token: secret } };
const specWith = (minReplicaCount: number, triggers: readonly object[]) => ({
  scaleTargetRef: { name: 'score' },
  minReplicaCount,
  maxReplicaCount: 20,
  triggers,
});

/** A ScaledObject with 2 replicas and a threshold of 3; its advice is 4 and 1.36. */
const setUp = async () => {
  const api = await startFakeObjectApi(
    'score',
    specWith(2, [prometheus({ threshold: '3' }), cron]),
    'ScaledObject',
  );
  const input = {
    ...spikeConfig,
    target: { ...spikeConfig.target, kind: 'kubernetes' },
    autoscaler: policyOf(2, 3),
    cluster: {
      kubeconfig: await writeKubeconfig({ server: api.url }),
      namespace: 'models',
      selector: 'app=score',
    },
    apply: { kubernetes: { object: 'ScaledObject/score' } },
  };
  const config = resolveConfig(input, 'k6.config.ts');
  const cluster = [{ kind: 'header', schemaVersion: 1 } as const];
  const folder = await writeRunFolder({ run: completeRun({}, input), load: [], cluster, droppedLines: 0 });
  const { compared } = recommendation();
  const current = { ...compared.current, settings: { policy: policyOf(2, 3) } };
  const advice = recommendation({
    settings: { policy: policyOf(4, 1.36) },
    compared: { ...compared, current },
  });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
  const notes: string[] = [];
  const given = { folder, isAllowed: true, note: (line: string) => void notes.push(line) };
  const record = () => readFile(join(folder, 'applied.json'), 'utf8');
  return { api, config, folder, given, notes, record };
};

/** The record as it was before list items were told apart: with all that the triggers hold. */
const withWholeLists = async (folder: string): Promise<void> => {
  const file = join(folder, 'applied.json');
  const [before, after] = ['3', '1.36'].map((threshold) => [prometheus({ threshold }), cron]);
  const record = JSON.parse(await readFile(file, 'utf8'));
  const fields = [
    { path: ['spec', 'triggers'], before, after },
    { path: ['spec', 'minReplicaCount'], before: 2, after: 4 },
  ];
  const old = { ...record, before: { 'spec.triggers': before, 'spec.minReplicaCount': 2 }, fields };
  await writeFile(file, JSON.stringify(old));
};

test('of a trigger only the field that was written is kept', async () => {
  const { api, config, given, notes, record } = await setUp();
  await runApply(config, given);
  expect(api.object().spec).toEqual(specWith(4, [prometheus({ threshold: '1.36' }), cron]));
  expect(await record()).not.toContain(secret);
  expect(JSON.parse(await record())).toMatchObject({
    before: { 'spec.triggers.0.metadata.threshold': '3', 'spec.minReplicaCount': 2 },
    fields: [
      { path: ['spec', 'minReplicaCount'], before: 2, after: 4 },
      {
        path: ['spec', 'triggers', '0', 'metadata', 'threshold'],
        before: '3',
        after: '1.36',
        item: { type: 'prometheus' },
      },
    ],
  });
  expect(notes.join('\n')).not.toContain(secret);
});

test.each(['new', 'older'])(
  'a rollback of a %s record leaves what others changed in a trigger',
  async (age) => {
    const { api, config, folder, given, notes, record } = await setUp();
    await runApply(config, given);
    if (age === 'older') await withWholeLists(folder);
    const query = 'sum(rate(b[1m]))';
    api.change({ triggers: [prometheus({ threshold: '1.36', query }), cron] });
    expect(await runRollback(config, given)).toBe('restored');
    expect(api.object().spec).toEqual(specWith(2, [prometheus({ threshold: '3', query }), cron]));
    expect(notes.join('\n')).not.toContain(secret);
    expect(await record()).not.toContain(secret);
  },
);

test.each([
  [
    'another threshold',
    [prometheus({ threshold: '7' }), cron],
    'spec.triggers.0.metadata.threshold was written as "1.36" and is now "7"',
  ],
  [
    'another order',
    [cron, prometheus({ threshold: '1.36' })],
    'spec.triggers.0 was prometheus and is now cron',
  ],
  ['no triggers', [], 'spec.triggers.0 was prometheus and is now no such item'],
])('a rollback is refused for %s, and tells no other value', async (_, triggers, text) => {
  for (const age of ['new', 'older']) {
    const { api, config, folder, given } = await setUp();
    await runApply(config, given);
    if (age === 'older') await withWholeLists(folder);
    api.change({ triggers });
    const error: unknown = await runRollback(config, given).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'E_SAFETY', message: expect.stringContaining(text) });
    expect(String(error)).not.toContain(secret);
    expect(api.object().spec).toEqual(specWith(4, triggers));
  }
});
