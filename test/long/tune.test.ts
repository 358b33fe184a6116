import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tuned } from '../../cli/tune/run-tune.ts';
import { runCli, sandboxFor, temporaryFolder, writeConfig } from '../e2e/support.ts';

const policy = { kind: 'azureml-v2', minReplicas: 2, maxReplicas: 20, scaleDownHoldRefreshes: 10 } as const;

const minReplicasOf = (settings: Tuned['inForce']): number =>
  settings?.policy.kind === 'azureml-v2' ? settings.policy.minReplicas : Number.NaN;

describe('headroom tune', () => {
  it('ends on the advice that it proved, which is in force', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, {
      serviceTimeMs: { kind: 'lognormal', meanMs: 150, scv: 0.3 },
      startupLag: {
        scheduleMs: { kind: 'constant', meanMs: 100 },
        pullMs: { kind: 'constant', meanMs: 900 },
        initMs: { kind: 'constant', meanMs: 2500 },
      },
      requestTimeoutMs: 3000,
      policy,
    });
    const config = await writeConfig(
      folder,
      `{
        target: { kind: 'aks-v2', url: '${sandbox.scoreUrl}', requestTimeoutMs: 4000 },
        load: { scenario: 'spike', baselineRatePerSecond: 6, peakRatePerSecond: 40, baselineSeconds: 12, holdSeconds: 40, recoverySeconds: 24 },
        slo: { maxErrorShare: 0.01 },
        cluster: { kubeconfig: '${sandbox.kubeconfigPath}', selector: 'azuremlappname=demo' },
        apply: { sandbox: '${sandbox.apiUrl}' },
        autoscaler: ${JSON.stringify(policy)},
        router: { requestTimeoutMs: 3000 },
      }`,
    );
    const ended = await runCli([
      'tune',
      '--config',
      config,
      '--runs',
      join(folder, 'runs'),
      '--yes',
      '--json',
    ]);
    expect(ended.code, ended.stderr).toBe(0);
    const tuned: Tuned = JSON.parse(ended.stdout);
    expect(tuned.end).toBe('confirmed');
    const advised = minReplicasOf(tuned.rounds.at(-1)!.settings);
    expect(advised).toBeGreaterThan(policy.minReplicas);
    expect(tuned.inForce).toEqual(tuned.rounds.at(-1)!.settings);
    expect(tuned.folders).toHaveLength(tuned.rounds.length + 1);
  });
});
