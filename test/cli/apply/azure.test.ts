import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { runRollback } from '../../../cli/apply/run-rollback.ts';
import { retryAfterMs } from '../../../cluster/azure/arm-request.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';
import { userText } from '../../planner/settings/user-files.ts';
import { type ArmFault, type FakeArm, startFakeArm } from './fake-arm.ts';

const deployment = JSON.parse(userText('azureml-v2-arm.json')) as Readonly<Record<string, unknown>>;

const names = {
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'rg',
  workspace: 'ws',
  endpoint: 'fraud',
  deployment: 'green',
};

/** The Azure CLI, as far as it gives a token and writes down what it was asked. */
const withAz = async (folder: string): Promise<void> => {
  const script = `#!/bin/sh\necho "$@" > "${folder}/az-arguments"\necho secret-token\n`;
  await writeFile(join(folder, 'az'), script);
  await chmod(join(folder, 'az'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
};

const policyOf = (changes: object) =>
  policySettingsSchema.parse({ kind: 'azureml-v2', minReplicas: 2, maxReplicas: 6, ...changes });

const setUp = async (options: Partial<Parameters<typeof startFakeArm>[0]> = {}) => {
  const arm = await startFakeArm({ deployment, ...options });
  const folder = await temporaryFolder();
  await withAz(folder);
  const { compared } = recommendation();
  const advice = recommendation({
    settings: {
      policy: policyOf({ minReplicas: 5, maxReplicas: 12, targetUtilization: 0.6 }),
      queueWaitMs: 900,
    },
    compared: { ...compared, current: { ...compared.current, settings: { policy: policyOf({}) } } },
  });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
  const url = 'http://127.0.0.1:8890/api/v1/endpoint/fraud/score';
  const target = { ...spikeConfig.target, url, kind: 'aks-v2' };
  const apply = { azure: { ...names, managementUrl: arm.url } };
  const input = { ...spikeConfig, target, autoscaler: policyOf({}), apply };
  const config = resolveConfig(input, 'k6.config.ts');
  await writeFile(join(folder, 'run.json'), JSON.stringify(completeRun({}, input)));
  return { arm, folder, config };
};

const applied = async (config: ResolvedConfig, folder: string, isAllowed = true): Promise<string> => {
  const notes: string[] = [];
  await runApply(config, { folder, isAllowed, note: (line) => notes.push(line) });
  return notes.join('\n');
};

const rolledBack = (config: ResolvedConfig, folder: string) =>
  runRollback(config, { folder, isAllowed: true, note: () => undefined });

const recordIn = async (folder: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8'));

const changedProperties = (arm: FakeArm) => arm.deployment()['properties'];

describe('a deployment of Azure ML v2', () => {
  it('is shown its changes, and nothing is put', async () => {
    const { arm, folder, config } = await setUp();
    expect(await applied(config, folder, false)).toBe(
      [
        String(deployment['id']),
        '  properties.requestSettings.maxQueueWait: "PT0.5S" -> "PT0.9S"',
        '  properties.scaleSettings.minInstances: 2 -> 5',
        '  properties.scaleSettings.maxInstances: 6 -> 12',
        '  properties.scaleSettings.targetUtilizationPercentage: 70 -> 60',
      ].join('\n'),
    );
    expect(arm.requests).toEqual([`GET ${deployment['id']}?api-version`]);
  });

  it('keeps what the advice leaves alone, and tells where it is not as it was simulated', async () => {
    const { properties } = deployment as { properties: { scaleSettings: object } };
    const scaleSettings = { ...properties.scaleSettings, pollingInterval: 'PT7S' };
    const { folder, config } = await setUp({
      deployment: { ...deployment, properties: { ...properties, scaleSettings } },
    });
    const text = await applied(config, folder, false);
    expect(text).not.toContain('pollingInterval');
    expect(text).toContain('refreshSeconds is 7 there, and was 1 in what was simulated. It stays 7');
  });

  it('is put whole, with what was decided, and the operation is awaited', async () => {
    const { arm, folder, config } = await setUp();
    await applied(config, folder);
    const { properties, location, kind, sku } = deployment as Record<string, Record<string, unknown>>;
    const { provisioningState: _, ...own } = properties!;
    expect(arm.puts).toEqual([
      {
        location,
        kind,
        sku,
        properties: {
          ...own,
          requestSettings: { ...(own['requestSettings'] as object), maxQueueWait: 'PT0.9S' },
          scaleSettings: {
            ...(own['scaleSettings'] as object),
            minInstances: 5,
            maxInstances: 12,
            targetUtilizationPercentage: 60,
          },
        },
      },
    ]);
    expect(arm.requests.filter((line) => line.startsWith('GET /operations'))).toHaveLength(2);
    expect(changedProperties(arm)).toMatchObject({ scaleSettings: { minInstances: 5 } });
  });

  it('gets back what stood there before', async () => {
    const { arm, folder, config } = await setUp();
    await applied(config, folder);
    await rolledBack(config, folder);
    expect(arm.deployment()).toEqual(deployment);
    await expect(rolledBack(config, folder)).rejects.toThrow(/rolled back already/);
  });

  it('is left alone where someone else has changed it since', async () => {
    const { arm, folder, config } = await setUp();
    await applied(config, folder);
    arm.change({ scaleSettings: { scaleType: 'TargetUtilization', minInstances: 5, maxInstances: 20 } });
    await expect(rolledBack(config, folder)).rejects.toThrow(/maxInstances was written as 12 and is now 20/);
    expect(arm.puts).toHaveLength(1);
  });

  it('is written down before it is changed: a tool that is killed in between has lost nothing', async () => {
    const { arm, folder, config } = await setUp();
    const kept: unknown[] = [];
    arm.onPut = async () => {
      kept.push(JSON.parse(await readFile(join(folder, 'applied.json'), 'utf8')));
    };
    await applied(config, folder);
    expect(kept).toMatchObject([
      {
        fields: expect.arrayContaining([
          { path: ['properties', 'scaleSettings', 'maxInstances'], before: 6, after: 12 },
        ]),
      },
    ]);
  });

  it('whose operation fails is an error with the words of Azure, and its outcome is open', async () => {
    const { arm, folder, config } = await setUp({ statuses: ['InProgress', 'Failed'] });
    await expect(applied(config, folder)).rejects.toThrow(/BadArgument: the quota does not allow it/);
    expect(await recordIn(folder)).toMatchObject({ outcome: 'open' });
    expect(await rolledBack(config, folder)).toBe('nothing');
    expect(arm.deployment()).toEqual(deployment);
  });

  it('sends the token to no other host, and writes it nowhere', async () => {
    const elsewhere = await startFakeArm({ deployment });
    const { folder, config } = await setUp({ pollsAt: elsewhere.url });
    await expect(applied(config, folder)).rejects.toThrow(/names another host/);
    expect(elsewhere.requests).toEqual([]);
    const { folder: fine, config: other } = await setUp();
    await applied(other, fine);
    expect(await readFile(join(fine, 'applied.json'), 'utf8')).not.toContain('secret-token');
    expect(await readFile(join(fine, 'az-arguments'), 'utf8')).toContain(
      'account get-access-token --resource http://127.0.0.1',
    );
  });

  it('is reached by https, or on this machine: a token goes there', () => {
    const apply = { azure: { ...names, managementUrl: 'http://management.azure.com' } };
    expect(() => resolveConfig({ ...spikeConfig, apply }, 'k6.config.ts')).toThrow(/managementUrl/);
  });
});

/** What breaks after the PUT went out; whether Azure had taken it all the same. */
const broken: readonly {
  readonly name: string;
  readonly faults: readonly ArmFault[];
  readonly isMade: boolean;
}[] = [
  { name: 'a PUT that is reset', faults: [{ at: 'put', by: 'reset' }], isMade: false },
  { name: 'a PUT that is reset once taken', faults: [{ at: 'put', by: 'reset', taken: true }], isMade: true },
  { name: 'a PUT that a server fails on', faults: [{ at: 'put', by: 500, taken: true }], isMade: true },
  {
    name: 'polls that never get an answer',
    faults: Array.from({ length: 10 }, () => ({ at: 'poll', by: 'reset' }) as const),
    isMade: false,
  },
];

describe('a PUT that may have changed the deployment', () => {
  it.each(broken)('$name leaves an open record, and a rollback that looks', async ({ faults, isMade }) => {
    const { arm, folder, config } = await setUp();
    arm.faults.push(...faults);
    await expect(applied(config, folder)).rejects.toMatchObject({ code: 'E_CLUSTER' });
    expect(await recordIn(folder)).toMatchObject({ outcome: 'open', how: 'azure' });
    expect(await rolledBack(config, folder)).toBe(isMade ? 'restored' : 'nothing');
    expect(arm.deployment()).toEqual(deployment);
  });

  it('and can not be read after it was made is restored', async () => {
    const { arm, folder, config } = await setUp();
    arm.onPoll = () => void arm.faults.push({ at: 'get', by: 'reset' });
    await expect(applied(config, folder)).rejects.toThrow(/no answer that can be read/);
    expect(await recordIn(folder)).toMatchObject({ outcome: 'open' });
    arm.faults.splice(0);
    arm.onPoll = () => undefined;
    expect(await rolledBack(config, folder)).toBe('restored');
    expect(arm.deployment()).toEqual(deployment);
  });

  it('and whose operation does not end in half an hour is open, and a rollback waits for its end', async () => {
    const { arm, folder, config } = await setUp({
      statuses: ['Updating', 'Updating', 'Succeeded'],
      followedBy: 'provisioningState',
    });
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    arm.onPoll = () => void vi.setSystemTime(Date.now() + 31 * 60_000);
    const late = applied(config, folder);
    await expect(late).rejects.toThrow(/has not ended after 30 minutes/);
    await expect(rolledBack(config, folder)).rejects.toThrow(/is changing this deployment at the moment/);
  });

  it('that is refused leaves no record', async () => {
    const { arm, folder, config } = await setUp();
    arm.faults.push({ at: 'put', by: 409 });
    await expect(applied(config, folder)).rejects.toThrow(/409 Scripted/);
    await expect(recordIn(folder)).rejects.toThrow(/ENOENT/);
  });
});

describe('an operation of Azure Resource Manager', () => {
  const follows = ['azure-asyncoperation', 'location', 'provisioningState'] as const;
  it.each(follows)('is followed by %s', async (followedBy) => {
    const { arm, folder, config } = await setUp({
      followedBy,
      statuses: ['Updating', 'Updating', 'Succeeded'],
    });
    await applied(config, folder);
    expect(arm.deployment()['properties']).toMatchObject({ scaleSettings: { minInstances: 5 } });
    expect(await recordIn(folder)).not.toHaveProperty('outcome');
  });

  it('is asked again after answers that tell nothing, and a PUT after one that put it off', async () => {
    const { arm, folder, config } = await setUp();
    arm.faults.push({ at: 'get', by: 503 }, { at: 'put', by: 429 });
    arm.faults.push({ at: 'poll', by: 'reset' }, { at: 'poll', by: 503 }, { at: 'poll', by: 429 });
    await applied(config, folder);
    expect(arm.puts).toHaveLength(1);
    expect(await recordIn(folder)).not.toHaveProperty('outcome');
  });

  it('that this account may not ask about is followed by the deployment itself', async () => {
    const { arm, folder, config } = await setUp({ statuses: ['Updating', 'Succeeded'] });
    arm.faults.push({ at: 'poll', by: 403 });
    await applied(config, folder);
    expect(arm.deployment()['properties']).toMatchObject({ scaleSettings: { minInstances: 5 } });
  });
});

test('Retry-After is seconds or a date, and a minute at most', () => {
  const after = (value: string) =>
    retryAfterMs(new Headers({ 'retry-after': value }), { nowMs: Date.UTC(2026, 0, 1), otherwiseMs: 5_000 });
  expect(after('10')).toBe(10_000);
  expect(after('Thu, 01 Jan 2026 00:00:07 GMT')).toBe(7_000);
  expect(after('Wed, 31 Dec 2025 00:00:00 GMT')).toBe(0);
  expect(after('600')).toBe(60_000);
  expect(after('soon')).toBe(5_000);
});
