import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlanSchema } from '../../runs/schema/load-plan.ts';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import type { CountersSnapshot } from '../../sandbox/counters.ts';
import { countersOf } from '../builders/counters.ts';
import { type CliEnd, runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

let end: CliEnd;
let result: Result;
let counters: CountersSnapshot;
let runFolder: string;

/** One run against a fresh sandbox. */
const runSpike = async (): Promise<void> => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, {
    serviceTimeMs: { kind: 'lognormal', meanMs: 150, scv: 0.3 },
    startupLag: {
      scheduleMs: { kind: 'constant', meanMs: 100 },
      pullMs: { kind: 'constant', meanMs: 700 },
      initMs: { kind: 'constant', meanMs: 1200 },
    },
    requestTimeoutMs: 3000,
    policy: { kind: 'azureml-v1', minReplicas: 2, maxReplicas: 20 },
  });
  const config = await writeConfig(
    folder,
    `{
      target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 4000 },
      load: { scenario: 'spike', baselineRatePerSecond: 8, peakRatePerSecond: 60, baselineSeconds: 5, holdSeconds: 11, recoverySeconds: 5 },
      cluster: { kubeconfig: '${sandbox.kubeconfigPath}', namespace: 'default', selector: 'azuremlappname=demo' },
      autoscaler: { kind: 'azureml-v1', minReplicas: 2, maxReplicas: 20 },
    }`,
  );
  end = await runCli(['test', '--config', config, '--runs', join(folder, 'runs'), '--json']);
  counters = await countersOf(sandbox);
  result = resultSchema.parse(JSON.parse(end.stdout));
  runFolder = join(folder, 'runs', (await readdir(join(folder, 'runs')))[0] ?? '');
};

// One run, looked at from all sides.
beforeAll(runSpike, 120_000);

const startSecond = (): number => Math.floor((result.run.loadStartedAtMs ?? 0) / 1000);

describe('a spike with real k6 against the sandbox', () => {
  it('says by its exit code that the SLO is not met', () => {
    expect(end.code, end.stderr).toBe(3);
    expect(result.verdict.met).toBe(false);
    expect(result.run.status).toBe('complete');
  });

  it('counts exactly the arrivals and outcomes that the sandbox counts', () => {
    const preflight = 1;
    expect(result.totals.arrivals).toBe(counters.total.arrivals - preflight);
    const expected = { ...counters.total.outcomes, '200': (counters.total.outcomes['200'] ?? 0) - preflight };
    expect(result.totals.outcomes).toEqual(expected);
  });

  it('charges outcomes to their second of arrival, within 2 in all but 5 % of the seconds: an arrival at the end of one may arrive in the next', () => {
    const { load, seconds } = result.timeline;
    const isOff = (second: number): boolean => {
      const truth = counters.bySecond[String(startSecond() + second)];
      const outcomes = Object.keys({ ...truth?.outcomes, ...load.outcomes });
      return (
        Math.abs((load.arrivals[second] ?? 0) - (truth?.arrivals ?? 0)) > 2 ||
        outcomes.some(
          (name) => Math.abs((load.outcomes[name]?.[second] ?? 0) - (truth?.outcomes[name] ?? 0)) > 2,
        )
      );
    };
    const off = Array.from({ length: seconds }, (_, second) => second).filter(isOff);
    expect(off.length, `seconds that differ: ${off}`).toBeLessThanOrEqual(Math.ceil(seconds * 0.05));
  });

  it('fires the drawn plan exactly, second by second', async () => {
    const plan = loadPlanSchema.parse(JSON.parse(await readFile(join(runFolder, 'plan.json'), 'utf8')));
    expect(result.timeline.load.planned).toEqual(plan.arrivals.perSecond);
    expect(result.timeline.load.arrivals).toEqual(plan.arrivals.perSecond);
    for (const phase of result.phases) expect(phase.arrivals, phase.name).toBe(phase.planned);
  });

  it('draws the plan about the rate, with the config’s seed', () => {
    const { planned, offeredRatePerSecond } = result.timeline.load;
    expect(planned).not.toEqual(offeredRatePerSecond);
    const [drawn, intended] = [planned, offeredRatePerSecond].map((column) =>
      column.reduce((sum, n) => sum + n, 0),
    ) as [number, number];
    expect(Math.abs(drawn - intended)).toBeLessThan(4 * Math.sqrt(intended));
  });

  it('leaves a folder with the series, the result and the reports', async () => {
    expect(await readdir(runFolder)).toEqual(
      expect.arrayContaining([
        'load.ndjson',
        'cluster.ndjson',
        'report.html',
        'report.md',
        'junit.xml',
        'result.json',
      ]),
    );
  });

  it('has a latency for every request, and tells its parts', () => {
    const { latency, answered, connect, lateness } = result.totals;
    const { opened } = result.connections;
    expect(latency.all.count).toBe(answered);
    expect(opened).toBeGreaterThan(0);
    expect(connect.count).toBe(opened);
    expect(lateness.count).toBe(result.totals.arrivals);
  });

  it('shows 503s, replicas that follow late, and recovery', () => {
    expect(result.totals.outcomes['503']).toBeGreaterThan(20);
    expect(result.scaling.firstErrorSecond).toBeGreaterThanOrEqual(5);
    expect(result.scaling.firstNewReadySecond).toBeGreaterThan(result.scaling.firstErrorSecond ?? 99);
    expect(result.scaling.secondsToRecover).toEqual(expect.any(Number));
    expect(result.findings.map(({ cause }) => cause)).toContain('replicasStarting');
  });

  it('finds the experiment itself in good health', () => {
    const bad = result.health.filter(({ status }) => status !== 'ok');
    expect(bad).toEqual([]);
  });

  it('knows the initial replicas and never shows more ready ones than the sandbox had', () => {
    expect(result.run.config.cluster!.context, 'the current one').toBe('headroom-sandbox');
    expect(result.timeline.cluster.ready[0]).toBe(2);
    expect(Math.max(...result.timeline.cluster.ready.map((n) => n ?? 0))).toBeLessThanOrEqual(20);
  });
});
