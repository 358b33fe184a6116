import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { launcherPath } from '../../cli/version.ts';
import type { Result } from '../../runs/schema/result.ts';
import { processesWith } from '../processes.ts';
import {
  answeredCodes,
  onlyRun,
  pidOfK6,
  resultOf,
  runCli,
  sandboxFor,
  startCli,
  temporaryFolder,
  writeConfig,
} from './support.ts';

const soak = (scoreUrl: string, rest = ''): string => `{
  target: { url: '${scoreUrl}', requestTimeoutMs: 2000 },
  load: { scenario: 'soak', ratePerSecond: 40, soakSeconds: 8 },
  ${rest}
}`;

const prepared = async (rest: (apiUrl: string, kubeconfig: string) => string = () => '') => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 10 } });
  const config = await writeConfig(
    folder,
    soak(sandbox.scoreUrl, rest(sandbox.apiUrl, sandbox.kubeconfigPath)),
  );
  return { config, runs: join(folder, 'runs') };
};

const codesOf = ({ loadAsPlanned }: Result): string[] => loadAsPlanned.faults.map(({ code }) => code);

describe('a generator that does not keep its plan', () => {
  it('killed in the middle: no verdict, exit code 8, and the folder says why', async () => {
    const { config, runs } = await prepared();
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    process.kill(await pidOfK6(await onlyRun(runs)), 'SIGKILL');
    const { code, stdout } = await cli.ended;
    expect(code, stdout).toBe(8);
    expect(stdout).toContain('The load did not run as planned');
    const result = await resultOf(await onlyRun(runs));
    expect(result.verdict.met).toBeNull();
    expect(codesOf(result)).toEqual(expect.arrayContaining(['endedEarly', 'noEndLine']));
    expect(await readFile(join(await onlyRun(runs), 'junit.xml'), 'utf8')).toContain('<error');
  });

  it('stopped for two seconds: everything is sent, late, and nothing is said to be met', async () => {
    const { config, runs } = await prepared();
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
    expect(codesOf(result)).toContain('generatorStalled');
    expect(result.timeline.load.generatorAtFault).toContain(true);
  });
});

describe('a budget of replica-hours', () => {
  it('ends the load when its replicas have used it: no verdict, and the report says why', async () => {
    // 10 ready replicas use 0.005 replica-hours in 1.8 s, of the 8 that are planned.
    const { config, runs } = await prepared(
      (_apiUrl, kubeconfig) => `cluster: { kubeconfig: '${kubeconfig}', selector: 'azuremlappname=demo' },
      safety: { maxReplicaHours: 0.005 },`,
    );
    const { code, stdout, stderr } = await runCli(['test', '--config', config, '--runs', runs]);
    expect(code, stderr).toBe(8);
    const reason = 'its replicas have used the 0.005 replica-hours of safety.maxReplicaHours';
    expect(stderr).toContain(`ending the load: ${reason}`);
    expect(stdout).toContain(reason);
    const result = await resultOf(await onlyRun(runs));
    expect(result.run.stopped).toMatchObject({
      by: 'cap',
      reason: { code: 'replicaHours', maxReplicaHours: 0.005 },
    });
    expect(result.verdict.met).toBeNull();
    expect(codesOf(result)).toContain('endedEarly');
    expect(result.totals.arrivals).toBeLessThan(result.totals.planned);
  });
});

describe('a disk that takes no more', () => {
  it('ends the load at once with E_DISK, and what was written can be reported', async () => {
    const { config, runs } = await prepared();
    const limited = spawn(
      '/bin/bash',
      [
        '-c',
        `ulimit -f 12; exec "$@"`,
        'bash',
        process.execPath,
        launcherPath,
        'test',
        '--config',
        config,
      ].concat('--runs', runs),
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [stderr] = await Promise.all([text(limited.stderr), once(limited, 'close')]);
    expect(limited.exitCode, stderr).toBe(2);
    expect(stderr).toContain('E_DISK');
    const report = await runCli(['report', await onlyRun(runs)]);
    expect(report.code, report.stderr).toBe(0);
    expect((await resultOf(await onlyRun(runs))).verdict.met).toBeNull();
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
    const { config, runs } = await prepared(
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
    const { config, runs } = await prepared(
      (apiUrl, kubeconfig) =>
        `apply: { sandbox: '${apiUrl}' }, cluster: { kubeconfig: '${kubeconfig}', selector: 'azuremlappname=demo' },`,
    );
    const cli = startCli(['tune', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    cli.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(130);
    expect(await readdir(runs)).toHaveLength(1);
    await expect(access(join(await onlyRun(runs), 'recommendation.json'))).rejects.toThrow();
  });
});
