import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import type { CountersSnapshot } from '../../sandbox/counters.ts';
import { countersOf } from '../builders/counters.ts';
import { runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

// Silence first, a burst between empty seconds, a second of one request, and arrivals up to the last second.
const perSecond = [0, 2, 0, 60, 0, 1, 10];
const fired = perSecond.reduce((sum, n) => sum + n, 0);

let config: string;
let folder: string;
let result: Result;
let counters: CountersSnapshot;

// One run, looked at from all sides. A quiet first second shifts nothing: the trace starts at its first line.
beforeAll(async () => {
  folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, {
    serviceTimeMs: { kind: 'constant', meanMs: 20 },
    policy: { kind: 'fixed', replicas: 10 },
  });
  await writeFile(
    join(folder, 'trace.csv'),
    ['second,count', ...perSecond.map((n, i) => `${i},${n}`)].join('\n'),
  );
  config = await writeConfig(
    folder,
    `{ target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 1000 }, load: { scenario: 'replay', trace: './trace.csv' } }`,
  );
  const { stdout } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs'), '--json']);
  result = resultSchema.parse(JSON.parse(stdout));
  counters = await countersOf(sandbox);
}, 60_000);

describe('a replay with real k6', () => {
  it('plans the counts of the trace, second by second', () => {
    expect(result.timeline.load.offeredRatePerSecond).toEqual(perSecond);
    expect(result.phases.map(({ name, planned }) => [name, planned])).toEqual([['replay', fired]]);
  });

  it('fires them all, each second exactly as planned', () => {
    expect(result.timeline.load.planned).toEqual(perSecond);
    expect(result.timeline.load.arrivals).toEqual(perSecond);
  });

  it('fires them in their second, within 1, as the endpoint counts them', () => {
    const startSecond = Math.floor((result.run.loadStartedAtMs ?? 0) / 1000);
    perSecond.forEach((planned, second) => {
      const arrived = counters.bySecond[String(startSecond + second)]?.arrivals ?? 0;
      expect(Math.abs(arrived - planned), `second ${second}: ${arrived} of ${planned}`).toBeLessThanOrEqual(
        1,
      );
    });
    expect(result.timeline.load.arrivals.reduce((sum, n) => sum + n, 0)).toBe(fired);
  });

  it('records the counts and the name of the trace, not its path', async () => {
    const record = await readFile(join(folder, 'runs', result.run.id, 'run.json'), 'utf8');
    expect(record).toContain('"trace.csv"');
    expect(record).not.toContain(dirname(config));
    expect(result.run.config.load).toMatchObject({ scenario: 'replay', trace: 'trace.csv' });
  });

  it('records how the trace was read, and the report says it', async () => {
    expect(result.run.trace).toMatchObject({
      kind: 'counts',
      stepSeconds: 1,
      totalRequests: fired,
      seconds: 7,
    });
    const report = await readFile(join(folder, 'runs', result.run.id, 'report.html'), 'utf8');
    expect(report).toContain(
      'read as a table (time &quot;second&quot;, &quot;count&quot;): requests in each 1 s',
    );
  });

  it('shows its mean and its busiest second in a dry run', async () => {
    const { code, stdout } = await runCli(['test', '--config', config, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/replay +0:00 +7 s +mean 10\.4\/s, peak 60\/s +73\b/);
  });

  it('ends before any load when a line of the trace is wrong', async () => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'trace.csv'), 'second,count\n0,3\n1,many\n');
    const replay = `{ target: { url: 'http://127.0.0.1:1/score' }, load: { scenario: 'replay', trace: './trace.csv' } }`;
    const { code, stderr } = await runCli(['test', '--config', await writeConfig(home, replay)]);
    expect(code).toBe(2);
    expect(stderr).toContain('E_CONFIG: trace: count is "many", expected a number, 0 or more');
    expect(stderr).toContain('trace.csv:3');
  });
});
