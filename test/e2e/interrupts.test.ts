import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import { k6With, processesWith } from '../processes.ts';
import { boundMs, exists, interruptedSoon } from './interrupted.ts';
import { onlyRun, resultOf, sandboxFor, startCli, temporaryFolder, writeConfig } from './support.ts';

describe('Ctrl-C in demo', () => {
  it('ends its load, reports it, and plans nothing; sandbox and k6 are gone', async () => {
    const folder = await temporaryFolder();
    const [runs, temporary] = [join(folder, 'runs'), join(folder, 'tmp')];
    await mkdir(temporary);
    const cli = startCli(['demo', '--runs', runs], { TMPDIR: temporary });
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

describe('Ctrl-C in a terminal', () => {
  it('reaches every process of the group, and the load is still reported', async () => {
    const folder = await temporaryFolder();
    const sandbox = await sandboxFor(folder, { port: 0, apiPort: 0 });
    const config = await writeConfig(
      folder,
      `{
        target: { kind: 'local', url: '${sandbox.scoreUrl}' },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 120 },
      }`,
    );
    const runs = join(folder, 'runs');
    const cli = startCli(['test', '--config', config, '--runs', runs], {}, { inOwnGroup: true });
    await cli.shows(/soak · \d+/);
    cli.killGroup('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    expect(code, stderr).toBe(exit.interrupted);
    expect(stdout).toContain('report:');
    expect(await exists(join(await onlyRun(runs), 'report.html'))).toBe(true);
  }, 90_000);
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
