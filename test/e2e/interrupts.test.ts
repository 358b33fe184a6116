import { access, mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import { k6With, processesWith } from '../processes.ts';
import {
  type CliEnd,
  onlyRun,
  type RunningCli,
  resultOf,
  runCli,
  sandboxFor,
  startCli,
  temporaryFolder,
  writeConfig,
} from './support.ts';

/** What is bounded by seconds in the tool has this long on a machine that is busy otherwise. */
const boundMs = 15_000;

/** Interrupts, and holds that the tool ends in time. */
const interruptedSoon = async (cli: RunningCli): Promise<CliEnd> => {
  const sinceMs = performance.now();
  cli.kill('SIGINT');
  const end = await cli.ended;
  expect(end.code, end.stderr).toBe(exit.interrupted);
  expect(performance.now() - sinceMs).toBeLessThan(boundMs);
  return end;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

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
    const cli = startCli(['tune', '--config', config, '--runs', runs]);
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
    const cli = startCli(['verify', run, '--config', config, '--runs', runs]);
    await cli.shows(/waiting for/);
    await interruptedSoon(cli);
    expect(await readdir(runs)).toHaveLength(1);
    expect(await exists(join(run, 'verification.json'))).toBe(false);
  }, 120_000);
});

describe('Ctrl-C in demo', () => {
  it('ends its load, reports it, and plans nothing; sandbox and k6 are gone', async () => {
    const folder = await temporaryFolder();
    const [runs, temporary] = [join(folder, 'runs'), join(folder, 'tmp')];
    await mkdir(temporary);
    const cli = startCli(['demo', '--runs', runs], {
      TMPDIR: temporary,
      NODE_COMPILE_CACHE: join(folder, 'cache'),
    });
    await cli.shows(/baseline · \d+/);
    const { stdout } = await interruptedSoon(cli);
    expect(stdout).toContain('report:');
    expect(stdout).not.toContain('planning');
    expect(await readdir(runs)).toHaveLength(1);
    expect(await exists(join(await onlyRun(runs), 'recommendation.json'))).toBe(false);
    expect((await resultOf(await onlyRun(runs))).verdict.met).toBeNull();
    await vi.waitUntil(async () => (await processesWith(folder)).length === 0, { timeout: boundMs });
    expect(await readdir(temporary), 'no temporary folder is left').toEqual([]);
  }, 120_000);
});

describe('a second Ctrl-C', () => {
  it('cuts what is in flight', async () => {
    const folder = await temporaryFolder();
    let asked = 0;
    const silent = createServer((request, response) => {
      request.resume();
      if (asked++ === 0) response.end('{}'); // the check of the endpoint; nothing later is answered
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/score`;
    const config = await writeConfig(
      folder,
      `{
        target: { kind: 'local', url: '${url}', requestTimeoutMs: 60000 },
        load: { scenario: 'soak', ratePerSecond: 10, soakSeconds: 120 },
      }`,
    );
    const runs = join(folder, 'runs');
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    cli.kill('SIGINT');
    await cli.shows(/ending the load/);
    await interruptedSoon(cli);
    silent.closeAllConnections();
    silent.close();
    const { totals } = await resultOf(await onlyRun(runs));
    expect(totals.outcomes).toEqual({ canceled: totals.requests });
    expect(await k6With(folder)).toEqual([]);
  }, 90_000);
});
