import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adviceSchema } from '../../runs/schema/recommendation.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { appliedSchema, verificationSchema } from '../../runs/schema/verification.ts';
import { runCli, sandboxFor, temporaryFolder, writeConfig } from '../e2e/support.ts';

/** A hold that outlasts the recovery: the re-run has to wait until the surplus of the spike has gone. */
const policy = {
  kind: 'azureml-v1',
  minReplicas: 2,
  maxReplicas: 20,
  scaleDownHoldSeconds: 15,
} as const;

/** A service of 150 ms that a spike of 80/s catches with the few replicas of its baseline. */
const service = {
  serviceTimeMs: { kind: 'lognormal', meanMs: 150, scv: 0.3 },
  startupLag: {
    scheduleMs: { kind: 'constant', meanMs: 100 },
    pullMs: { kind: 'constant', meanMs: 900 },
    initMs: { kind: 'constant', meanMs: 1500 },
  },
  requestTimeoutMs: 3000,
  policy,
} as const;

describe('test, plan, apply, verify', () => {
  it('turns a spike with 503s into settings that hold the same spike', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, service);
    const config = await writeConfig(
      folder,
      `{
        target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 4000 },
        load: { scenario: 'spike', baselineRatePerSecond: 6, peakRatePerSecond: 80, baselineSeconds: 10, holdSeconds: 22, recoverySeconds: 10 },
        slo: { maxErrorShare: 0.01 },
        cluster: { kubeconfig: '${sandbox.kubeconfigPath}', selector: 'azuremlappname=demo' },
        apply: { sandbox: '${sandbox.apiUrl}' },
        autoscaler: ${JSON.stringify(policy)},
      }`,
    );
    const runs = join(folder, 'runs');
    const tested = await runCli(['test', '--config', config, '--runs', runs]);
    expect(tested.code, tested.stderr).toBe(3);
    const [first = ''] = await readdir(runs);
    const run = join(runs, first);

    const planned = await runCli(['plan', run]);
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toMatch(
      /SET the (?:min|max)imum of replicas to .*All settings after the change \(azureml-v1\): /s,
    );
    const file = await readFile(join(run, 'recommendation.json'), 'utf8');
    expect((await runCli(['plan', run])).code).toBe(0);
    expect(await readFile(join(run, 'recommendation.json'), 'utf8'), 'same run and seed, same bytes').toBe(
      file,
    );
    expect(await readFile(join(run, 'report.html'), 'utf8'), 'the report holds the advice').toContain(
      'What the advice rests on',
    );
    const advice = adviceSchema.parse(JSON.parse(file));
    if (advice.kind !== 'advice' || advice.settings.policy.kind !== 'azureml-v1')
      throw new Error('no advice for v1');
    expect(advice.settings.policy.minReplicas).toBeGreaterThan(policy.minReplicas);
    expect(advice.rejected.length).toBeGreaterThanOrEqual(5);
    const settings = JSON.parse(await readFile(join(run, 'settings/deploymentconfig.json'), 'utf8'));
    expect(settings.autoScaler.minReplicas).toBe(advice.settings.policy.minReplicas);

    const verified = await runCli(['verify', run, '--config', config, '--runs', runs, '--yes']);
    expect(verified.stdout, verified.stderr).toContain('CONFIRMED');
    expect(verified.code).toBe(0);
    const verification = verificationSchema.parse(
      JSON.parse(await readFile(join(run, 'verification.json'), 'utf8')),
    );
    expect(verification.verdict).toBe('confirmed');
    const { minReplicas } = advice.settings.policy;
    expect(verification.start, 'the surplus of the spike has gone').toEqual({
      predictedReplicas: minReplicas,
      measuredReplicas: minReplicas,
      seenBy: 'watch',
    });
    expect(
      verification.linesCompared,
      'how many lie inside depends on how busy this machine is',
    ).toBeGreaterThanOrEqual(8);
    const rerun = runSchema.parse(
      JSON.parse(await readFile(join(runs, verification.verifiedBy, 'run.json'), 'utf8')),
    );
    expect(rerun.provesAdviceOf, 'the re-run names the run whose advice it proves').toBe(first);
    expect(verified.stdout).toContain(`report: ${join(run, 'report.html')}`);
    const proven = await readFile(join(run, 'report.html'), 'utf8');
    expect(proven).toContain('Predicted and measured');
    expect(await readFile(join(run, 'junit.xml'), 'utf8')).toContain('name="advice"');
    expect((await runCli(['report', run])).code).toBe(0);
    expect(await readFile(join(run, 'report.html'), 'utf8'), 'same folder, same bytes').toBe(proven);
    const applied = appliedSchema.parse(JSON.parse(await readFile(join(run, 'applied.json'), 'utf8')));
    expect(applied).toMatchObject({ how: 'sandbox', before: { policy: { minReplicas: 2 } } });

    const both = (await readdir(runs)).sort().map((name) => join(runs, name));
    const again = await runCli(['plan', ...both, '--json']);
    const fedBack = adviceSchema.parse(JSON.parse(again.stdout));
    if (fedBack.kind !== 'advice' || fedBack.settings.policy.kind !== 'azureml-v1')
      throw new Error('no advice for v1');
    expect(
      Math.abs(fedBack.settings.policy.minReplicas - advice.settings.policy.minReplicas),
      'no drift',
    ).toBeLessThanOrEqual(1);
  }, 240_000);
});
