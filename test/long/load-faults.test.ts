import { access, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultCodesOf, preparedSoak } from '../e2e/prepared-soak.ts';
import {
  answeredCodes,
  onlyRun,
  pidOfK6,
  resultOf,
  runCli,
  startCli,
  temporaryFolder,
} from '../e2e/support.ts';
import { processesWith } from '../processes.ts';

describe('a generator that does not keep its plan', () => {
  it('stopped for two seconds: everything is sent, late, and nothing is said to be met', async () => {
    const { config, runs } = await preparedSoak();
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    const pid = await pidOfK6(await onlyRun(runs));
    process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    process.kill(pid, 'SIGCONT');
    const { code, stdout } = await cli.ended;
    expect(code, stdout).toBe(8);
    const result = await resultOf(await onlyRun(runs));
    expect(result.totals.arrivals).toBe(result.totals.planned);
    expect(faultCodesOf(result)).toContain('generatorStalled');
    expect(result.timeline.load.generatorAtFault).toContain(true);
  });
});

describe('a budget of replica-hours', () => {
  it('ends the load when its replicas have used it: no verdict, and the report says why', async () => {
    // 10 ready replicas use 0.005 replica-hours in 1.8 s, of the 8 that are planned.
    const { config, runs } = await preparedSoak(
      (_apiUrl, kubeconfig) => `cluster: { kubeconfig: '${kubeconfig}', selector: 'azuremlappname=demo' },
      safety: { maxReplicaHours: 0.005 },`,
    );
    const { code, stdout, stderr } = await runCli(['test', '--config', config, '--runs', runs]);
    expect(code, stderr).toBe(8);
    const reason = 'its replicas have used the 0.005 replica-hours of safety.maxReplicaHours';
    expect(stderr).toContain(`ending the load: ${reason}`);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(reason);
    expect(stdout, 'a load that was cut carries no plan').toContain('next: headroom test');
    const result = await resultOf(await onlyRun(runs));
    expect(result.run.stopped).toMatchObject({
      by: 'cap',
      reason: { code: 'replicaHours', maxReplicaHours: 0.005 },
    });
    expect(result.verdict.met).toBeNull();
    expect(faultCodesOf(result)).toContain('endedEarly');
    expect(result.totals.arrivals).toBeLessThan(result.totals.planned);
  });
});

describe('a login plugin that hangs', () => {
  it('neither holds the tool nor outlives it', async () => {
    const seconds = String(100_000 + process.pid);
    const login = join(await temporaryFolder(), 'kubeconfig');
    await writeFile(
      login,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'a', cluster: { server: 'http://127.0.0.1:1' } }],
        users: [
          {
            name: 'a',
            user: {
              exec: {
                apiVersion: 'client.authentication.k8s.io/v1',
                command: 'sleep',
                args: [seconds],
                interactiveMode: 'Never',
              },
            },
          },
        ],
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
        'current-context': 'a',
      }),
    );
    const { config, runs } = await preparedSoak(
      () => `cluster: { kubeconfig: '${login}', selector: 'a=b', required: false },`,
    );
    const { code, stderr } = await runCli(['test', '--config', config, '--runs', runs]);
    expect(answeredCodes, stderr).toContain(code);
    expect(stderr).toContain('the login plugin "sleep" failed');
    expect(await processesWith(seconds), 'the plugin has gone').toEqual([]);
  }, 90_000);
});

describe('one Ctrl-C', () => {
  it('ends tune with its first load: nothing is planned, applied or fired after it', async () => {
    const { config, runs } = await preparedSoak(
      (apiUrl, kubeconfig) =>
        `apply: { sandbox: '${apiUrl}' }, cluster: { kubeconfig: '${kubeconfig}', selector: 'azuremlappname=demo' },`,
    );
    const cli = startCli(['tune', '--config', config, '--runs', runs, '--yes']);
    await cli.shows(/soak · \d+/);
    cli.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(130);
    expect(await readdir(runs)).toHaveLength(1);
    await expect(access(join(await onlyRun(runs), 'recommendation.json'))).rejects.toThrow();
  });
});
