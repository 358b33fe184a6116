import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import { countersOf } from '../builders/counters.ts';
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
} from '../e2e/support.ts';
import { k6With } from '../processes.ts';

const prepared = async (soakSeconds: number) => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 10 } });
  const config = await writeConfig(
    folder,
    `{
      target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 2000 },
      load: { scenario: 'soak', ratePerSecond: 20, soakSeconds: ${soakSeconds} },
    }`,
  );
  return { folder, sandbox, config, runs: join(folder, 'runs') };
};

describe('a tool that stands still for ten seconds', () => {
  it('does not touch the load: all of the plan is sent, recorded and judged', async () => {
    const { sandbox, config, runs } = await prepared(14);
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    cli.kill('SIGSTOP');
    await delay(10_000);
    cli.kill('SIGCONT');
    const { code, stdout } = await cli.ended;
    expect(answeredCodes, stdout).toContain(code);
    const { totals, health, loadAsPlanned } = await resultOf(await onlyRun(runs));
    expect(totals.arrivals).toBe(totals.planned);
    expect(totals.requests).toBe((await countersOf(sandbox)).total.arrivals - 1);
    expect(totals.unanswered).toBe(0);
    expect(health.find(({ check }) => check === 'telemetry')?.status).toBe('ok');
    const ofGenerator = ['late', 'generatorStalled'];
    expect(loadAsPlanned.faults.filter((fault) => !ofGenerator.includes(fault.code))).toEqual([]);
  }, 90_000);
});

describe('a k6 that is stopped and never goes on', () => {
  it('is noticed in seconds and ended by the tool, with no verdict, and the report says why', async () => {
    const { config, runs } = await prepared(60); // so that its plan's end is not what ends it
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    const run = await onlyRun(runs);
    process.kill(await pidOfK6(run), 'SIGSTOP');
    await cli.shows(/the generator stands still: nothing came from it for 4 s/);
    const { code, stdout } = await cli.ended;
    expect(code, stdout).toBe(exit.cantTell);
    const { loadAsPlanned, run: recorded } = await resultOf(run);
    expect(recorded.stopped).toMatchObject({
      by: 'k6',
      reason: { code: 'k6Ended', killed: { code: 'stoodStill', limitMs: 10_000 } },
    });
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the generator stood still: nothing came from it for 10 s',
    );
    expect(loadAsPlanned.faults.map((fault) => fault.code)).toContain('noEndLine');
    expect(await k6With(run)).toEqual([]);
  }, 120_000);
});

describe('a run folder that is taken away while it is written', () => {
  it('ends the tool with E_DISK and the path; no k6 is left', async () => {
    const { folder, config, runs } = await prepared(5);
    const cli = startCli(['test', '--config', config, '--runs', runs]);
    await cli.shows(/soak · \d+/);
    const run = await onlyRun(runs);
    const away = join(folder, 'away');
    await rename(run, away);
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('E_DISK');
    expect(stderr).toContain(run);
    expect(await k6With(run)).toEqual([]);
    const report = await runCli(['report', away]);
    expect(report.code, report.stderr).toBe(0);
    // The generator went on in the folder that it had open: all of the load was fired, and is judged.
    expect(report.stdout).toContain('100 planned = 100 sent');
    expect(report.stdout).toContain('✓ MET');
  }, 90_000);
});

describe('a folder for temporary files', () => {
  it.each(['that was never there', 'that goes away during the load'])(
    '%s is not missed',
    async (which) => {
      const { folder, config, runs } = await prepared(3);
      const temporary = join(folder, 'temporary');
      if (which !== 'that was never there') await mkdir(temporary);
      const cli = startCli(['test', '--config', config, '--runs', runs], { TMPDIR: temporary });
      await cli.shows(/soak · \d+/);
      await rm(temporary, { recursive: true, force: true });
      const { code, stderr } = await cli.ended;
      expect(answeredCodes, stderr).toContain(code);
      expect(await readdir(await onlyRun(runs))).toEqual(
        expect.arrayContaining(['report.html', 'result.json']),
      );
    },
    60_000,
  );
});
