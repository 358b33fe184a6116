import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import { exists, interruptedSoon } from '../e2e/interrupted.ts';
import { onlyRun, runCli, sandboxFor, startCli, temporaryFolder, writeConfig } from '../e2e/support.ts';

describe('a recorded spike on a service that starts slowly', () => {
  let [folder, config, runs] = ['', '', ''];
  beforeAll(async () => {
    folder = await temporaryFolder();
    runs = join(folder, 'runs');
    const policy = { kind: 'azureml-v1', minReplicas: 2, maxReplicas: 20, scaleDownHoldSeconds: 60 } as const;
    const sandbox = await sandboxFor(folder, {
      serviceTimeMs: { kind: 'lognormal', meanMs: 150, scv: 0.3 },
      startupLag: {
        scheduleMs: { kind: 'constant', meanMs: 100 },
        pullMs: { kind: 'constant', meanMs: 900 },
        initMs: { kind: 'constant', meanMs: 1500 },
      },
      policy,
    });
    config = await writeConfig(
      folder,
      `{
        target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 4000 },
        load: { scenario: 'spike', baselineRatePerSecond: 6, peakRatePerSecond: 30, baselineSeconds: 8, holdSeconds: 12, recoverySeconds: 6 },
        slo: { maxErrorShare: 0.01 },
        cluster: { kubeconfig: '${sandbox.kubeconfigPath}', selector: 'azuremlappname=demo' },
        apply: { sandbox: '${sandbox.apiUrl}' },
        autoscaler: ${JSON.stringify(policy)},
      }`,
    );
  }, 60_000);

  it('ends tune while it plans: no advice is written, nothing applied or fired', async () => {
    const cli = startCli(['tune', '--config', config, '--runs', runs, '--yes']);
    await cli.shows(/planning by 1 run/);
    await interruptedSoon(cli);
    expect(await readdir(runs)).toHaveLength(1);
    expect(await exists(join(await onlyRun(runs), 'recommendation.json'))).toBe(false);
  }, 120_000);

  it('ends plan while it plans: nothing is written', async () => {
    const run = await onlyRun(runs);
    const before = await readdir(run);
    const cli = startCli(['plan', run]);
    await cli.shows(/ % {2}/);
    const { stderr } = await interruptedSoon(cli);
    expect(stderr).toContain('E_INTERRUPTED');
    expect(await readdir(run)).toEqual(before);
  }, 120_000);

  it('ends verify while it waits for replicas: nothing is fired or scored', async () => {
    const run = await onlyRun(runs);
    const planned = await runCli(['plan', run]);
    expect(planned.code, planned.stderr).toBe(exit.ok);
    const cli = startCli(['verify', run, '--config', config, '--runs', runs, '--yes']);
    await cli.shows(/waiting for/);
    await interruptedSoon(cli);
    expect(await readdir(runs)).toHaveLength(1);
    expect(await exists(join(run, 'verification.json'))).toBe(false);
  }, 120_000);
});
