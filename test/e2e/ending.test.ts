import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSchema } from '../../runs/schema/run.ts';
import { countersOf } from '../builders/counters.ts';
import { k6With } from '../processes.ts';
import { onlyRun, resultOf, runCli, sandboxFor, startCli, temporaryFolder, writeConfig } from './support.ts';

const longSoak = (scoreUrl: string): string => `{
  target: { url: '${scoreUrl}', requestTimeoutMs: 4000 },
  load: { scenario: 'soak', ratePerSecond: 40, soakSeconds: 120 },
}`;

describe('the first Ctrl-C', () => {
  it('ends the load, lets requests in flight finish, and reports', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, {
      serviceTimeMs: { kind: 'constant', meanMs: 900 },
      slotsPerReplica: 50,
      policy: { kind: 'fixed', replicas: 2 },
    });
    const config = await writeConfig(folder, longSoak(sandbox.scoreUrl));
    const cli = startCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    await cli.shows(/soak · \d+/);
    cli.kill('SIGINT');
    const { code, stdout } = await cli.ended;
    expect(code).toBe(130);
    const { run, totals, verdict } = await resultOf(await onlyRun(join(folder, 'runs')));
    expect(run.status).toBe('interrupted');
    expect(run.stopped?.by).toBe('user');
    expect(stdout).toContain('report:');
    const { total } = await countersOf(sandbox);
    expect(totals.arrivals, 'all but the preflight').toBe(total.arrivals - 1);
    expect(totals.outcomes, 'with 0.9 s of service, some 36 were in flight, and none was cut').toEqual({
      '200': total.arrivals - 1,
    });
    expect(totals.unanswered).toBe(0);
    expect(verdict.met, 'an interrupted load proves nothing').toBeNull();
    expect(stdout).not.toContain('✓ MET');
  });
});

describe('kill -9 of the tool', () => {
  it('leaves a folder that can be reported, and no k6', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 10 } });
    const config = await writeConfig(folder, longSoak(sandbox.scoreUrl));
    const cli = startCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    await cli.shows(/soak · \d+/);
    const run = await onlyRun(join(folder, 'runs'));
    expect(await k6With(run)).toHaveLength(1);
    const recorded = (): Promise<string> => readFile(join(run, 'load.ndjson'), 'utf8');
    await expect.poll(recorded, { timeout: 30_000 }).toContain('"kind":"counts"');
    cli.kill('SIGKILL');
    await cli.ended;
    await expect.poll(() => k6With(run), { timeout: 30_000 }).toEqual([]);

    expect(runSchema.parse(JSON.parse(await readFile(join(run, 'run.json'), 'utf8'))).status).toBe('running');
    const report = await runCli(['report', run]);
    expect(report.code, report.stderr).toBe(0);
    expect(report.stdout).toMatch(/interrupted/i);
    const { totals, health } = await resultOf(run);
    expect(totals.arrivals).toBeGreaterThan(0);
    expect(health.find(({ check }) => check === 'run')?.status).toBe('warning');
    expect(await readFile(join(run, 'report.html'), 'utf8')).toMatch(/interrupted/i);
  });
});
