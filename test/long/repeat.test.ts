import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import { comparisonSchema } from '../../runs/schema/comparison.ts';
import { canFindSchema } from '../../runs/schema/plan/can-find.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { runCli, sandboxFor, temporaryFolder, writeConfig } from '../e2e/support.ts';

/** A hold that outlasts the recovery: the second load has to wait until the surplus of the first has gone. */
const policy = { kind: 'azureml-v1', minReplicas: 2, maxReplicas: 20, scaleDownHoldSeconds: 30 } as const;

/** Arrivals of each second, as a run folder has them. */
const plannedIn = async (folder: string): Promise<readonly number[]> => {
  const text = await readFile(join(folder, 'run.json'), 'utf8');
  return runSchema.parse(JSON.parse(text)).plannedPerSecond;
};

describe('headroom test --repeat', () => {
  it('fires the same arrivals again from the same replicas, as runs to compare', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, {
      serviceTimeMs: { kind: 'lognormal', meanMs: 100, scv: 0.3 },
      startupLag: {
        scheduleMs: { kind: 'constant', meanMs: 100 },
        pullMs: { kind: 'constant', meanMs: 300 },
        initMs: { kind: 'constant', meanMs: 800 },
      },
      policy,
    });
    const config = await writeConfig(
      folder,
      `{
        target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 4000 },
        load: { scenario: 'spike', baselineRatePerSecond: 8, peakRatePerSecond: 50, baselineSeconds: 8, holdSeconds: 14, recoverySeconds: 8 },
        slo: { maxErrorShare: 1 },
        cluster: { kubeconfig: '${sandbox.kubeconfigPath}', selector: 'azuremlappname=demo' },
        autoscaler: ${JSON.stringify(policy)},
      }`,
    );
    const runs = join(folder, 'runs');
    const fired = await runCli(['test', '--config', config, '--runs', runs, '--repeat', '2']);
    expect(fired.code, fired.stderr).toBe(exit.ok);
    const [, afterFirst = ''] = fired.stderr.split('load 2 of 2');
    expect(afterFirst).toContain('waiting for 2 replicas, as without load');
    const [first = '', second = '', ...more] = (await readdir(runs)).sort().map((name) => join(runs, name));
    expect(more).toEqual([]);
    expect(fired.stdout).toContain('\n✓ 2 of 2 loads met the SLO.\n');
    expect(fired.stdout).toContain(`next: headroom compare ${first} ${second} --can-find`);

    const compared = await runCli(['compare', first, second, '--json']);
    // How often chance alone passes for a difference is held over 200 pairs, in compare.test.ts.
    expect(comparisonSchema.parse(JSON.parse(compared.stdout)).sameArrivals).toBe(true);
    const [ofFirst, ofSecond] = await Promise.all([first, second].map(plannedIn));
    expect(ofSecond).toEqual(ofFirst);
    const found = await runCli(['compare', first, second, '--can-find', '--json']);
    expect(canFindSchema.parse(JSON.parse(found.stdout)).base).toHaveLength(2);
  });
});
