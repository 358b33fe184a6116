import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applySettings } from '../../../cli/apply/apply-settings.ts';
import { liveDifferences } from '../../../cli/apply/live-differences.ts';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { cpuHpaSpec, startFakeObjectApi } from './fake-object-api.ts';

const metrics = [{ targetValue: 0.5 }];
const policyOf = (minReplicas: number) =>
  policySettingsSchema.parse({ kind: 'hpa', minReplicas, maxReplicas: 20, metrics });

/** A run that was recorded with 2 to 20 replicas; its advice is a minimum of 4, and somebody has set a maximum of 8 since. */
const setUp = async () => {
  const api = await startFakeObjectApi('score', cpuHpaSpec({ minReplicas: 2, maxReplicas: 8 }));
  const kubeconfig = await writeKubeconfig({ server: api.url });
  const cluster = [{ kind: 'header', schemaVersion: 1 } as const];
  const input = {
    ...spikeConfig,
    target: { ...spikeConfig.target, kind: 'kubernetes' },
    cluster: { kubeconfig, namespace: 'models', selector: 'app=score' },
    apply: { kubernetes: { object: 'HorizontalPodAutoscaler/score' } },
  };
  const config = resolveConfig(input, 'k6.config.ts');
  const folder = await writeRunFolder({ run: completeRun({}, input), load: [], cluster, droppedLines: 0 });
  const { compared } = recommendation();
  const settings = { policy: policyOf(4) };
  const current = { ...compared.current, settings: { policy: policyOf(2) } };
  const advice = recommendation({ settings, compared: { ...compared, current } });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
  const notes: string[] = [];
  const given = { folder, isAllowed: true, note: (line: string) => void notes.push(line) };
  return { api, config, settings, given, notes };
};

const told =
  'maxReplicas is 8 there, and was 20 in what was simulated. It stays 8, as the advice does not change it';

test('apply keeps a maximum that somebody set after the recording, and tells it once', async () => {
  const { api, config, given, notes } = await setUp();
  await runApply(config, given);
  expect(api.object().spec).toMatchObject({ minReplicas: 4, maxReplicas: 8 });
  const text = notes.join('\n');
  expect(text).toContain('  spec.minReplicas: 2 -> 4\n');
  expect(text.split(told)).toHaveLength(2);
  expect(text).not.toContain('spec.maxReplicas');
  const applied = JSON.parse(await readFile(join(given.folder, 'applied.json'), 'utf8'));
  expect(applied.differences).toEqual([expect.stringContaining(told)]);
  notes.length = 0;
  await runApply(config, given);
  expect(notes.join('\n')).toContain('the settings are in force already\nmaxReplicas is 8 there');
});

test('so does verify, which shows no changes before it applies', async () => {
  const { api, config, settings, given, notes } = await setUp();
  await applySettings(config, { ...given, settings, former: { policy: policyOf(2) }, isApplied: false });
  expect(api.object().spec).toMatchObject({ minReplicas: 4, maxReplicas: 8 });
  expect(notes).toContainEqual(expect.stringContaining(told));
});

test.each([
  ['keeps', 4, ['replicas is 6 there, and was 4 in what was simulated. It stays 6']],
  ['changes', 2, []],
])('a number of replicas that the advice %s', (_what, replicas, told) => {
  const [policy, inUse] = [4, replicas].map((count) =>
    policySettingsSchema.parse({ kind: 'fixed', replicas: count }),
  );
  const found = liveDifferences({ spec: { replicas: 6 } }, { policy: policy!, inUse: inUse! });
  expect(found).toEqual(told.map((text) => expect.stringContaining(text)));
});

test('traffic that does not reach the revision that is made', () => {
  const [policy, inUse] = [2, 0].map((minReplicas) =>
    policySettingsSchema.parse({ kind: 'knative', minReplicas, maxReplicas: 9 }),
  );
  const annotations = { 'autoscaling.knative.dev/max-scale': '9' };
  const traffic = [
    { revisionName: 'score-00001', percent: 90 },
    { latestRevision: true, percent: 10 },
  ];
  const metadata = { name: 'score' };
  const spec = { template: { metadata: { annotations } }, traffic };
  const live = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata, spec };
  expect(liveDifferences(live, { policy: policy!, inUse: inUse! })).toEqual([
    expect.stringContaining('spec.traffic sends 10 % of the requests to the latest revision'),
  ]);
});
