import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quantileSorted } from 'simple-statistics';
import { beforeAll, describe, expect, it } from 'vitest';
import { findK6 } from '../../load/k6/find.ts';
import { plannedArrivalsUntil } from '../../planner/timeline/planned-rate.ts';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import type { CountersSnapshot } from '../../sandbox/counters.ts';
import { type CliEnd, countersOf, runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

/** k6 itself writes each sample, too: the exact values to compare with. */
const k6WithJson = async (folder: string, output: string): Promise<string> => {
  const { path } = await findK6();
  const wrapper = join(folder, 'k6-with-json.sh');
  await writeFile(
    wrapper,
    `#!/bin/sh\n[ "$1" = run ] || exec "${path}" "$@"\nexec "${path}" "$@" --out "json=${output}"\n`,
  );
  await chmod(wrapper, 0o755);
  return wrapper;
};

type Sample = {
  readonly metric: string;
  readonly data: { readonly value: number; readonly tags: Record<string, string> };
};

const latenciesIn = async (file: string, phases: readonly string[]): Promise<number[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.includes('"http_req_duration"') && line.includes('"Point"'))
    .map((line) => JSON.parse(line) as Sample)
    .filter(({ data }) => phases.includes(data.tags['scenario'] ?? ''))
    .map(({ data }) => data.value)
    .sort((a, b) => a - b);

let end: CliEnd;
let result: Result;
let counters: CountersSnapshot;
let exactMs: number[];
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
      load: { scenario: 'spike', baselineRatePerSecond: 8, peakRatePerSecond: 60, baselineSeconds: 8, holdSeconds: 16, recoverySeconds: 8 },
      cluster: { kubeconfig: '${sandbox.kubeconfigPath}', namespace: 'default', selector: 'azuremlappname=demo' },
      autoscaler: { kind: 'azureml-v1', minReplicas: 2, maxReplicas: 20 },
    }`,
  );
  const samples = join(folder, 'samples.json');
  end = await runCli(['test', '--config', config, '--runs', join(folder, 'runs'), '--json'], {
    HEADROOM_K6: await k6WithJson(folder, samples),
  });
  counters = await countersOf(sandbox);
  result = resultSchema.parse(JSON.parse(end.stdout));
  exactMs = await latenciesIn(samples, ['baseline', 'spike', 'recovery']);
  runFolder = join(folder, 'runs', (await readdir(join(folder, 'runs')))[0] ?? '');
};

const plannedIn = (second: number): number =>
  plannedArrivalsUntil(result.timeline.phases, second + 1) -
  plannedArrivalsUntil(result.timeline.phases, second);

/** Seconds whose arrivals differ from the plan by more than 1 % + 2. */
const secondsOffPlan = (): number[] =>
  result.timeline.load.arrivals.flatMap((arrived, second) =>
    Math.abs(arrived - plannedIn(second)) > plannedIn(second) * 0.01 + 2 ? [second] : [],
  );

const followsPlan = (): boolean =>
  secondsOffPlan().length === 0 &&
  result.phases.every(({ arrivals, planned }) => Math.abs(arrivals - planned) <= 2);

const attemptsMax = 3;

// One run, looked at from all sides. On a shared machine k6 itself may be stalled for longer than the space between
// two arrivals, which says nothing of Headroom: then the run is made again.
beforeAll(async () => {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    await runSpike();
    if (followsPlan()) return;
  }
}, 300_000);

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

  it('charges outcomes to their second of arrival, within 1 in all but 1 % of the seconds', () => {
    const { load, seconds } = result.timeline;
    const isOff = (second: number): boolean => {
      const truth = counters.bySecond[String(startSecond() + second)];
      const outcomes = Object.keys({ ...truth?.outcomes, ...load.outcomes });
      return (
        Math.abs((load.arrivals[second] ?? 0) - (truth?.arrivals ?? 0)) > 1 ||
        outcomes.some(
          (name) => Math.abs((load.outcomes[name]?.[second] ?? 0) - (truth?.outcomes[name] ?? 0)) > 1,
        )
      );
    };
    const off = Array.from({ length: seconds }, (_, second) => second).filter(isOff);
    expect(off.length, `seconds that differ: ${off}`).toBeLessThanOrEqual(Math.ceil(seconds * 0.01));
  });

  it('fires the plan: totals within 2 a phase, seconds within 1 % + 2', () => {
    for (const phase of result.phases)
      expect(Math.abs(phase.arrivals - phase.planned), phase.name).toBeLessThanOrEqual(2);
    expect(secondsOffPlan()).toEqual([]);
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

  it.each([
    ['p50Ms', 0.5],
    ['p95Ms', 0.95],
    ['p99Ms', 0.99],
  ] as const)('gives the %s of all answers within 5 %% of the exact value', (name, share) => {
    const exact = quantileSorted(exactMs, share);
    const measured = result.totals.latency.all[name] ?? Number.NaN;
    expect(exactMs).toHaveLength(result.totals.answered);
    expect(Math.abs(measured / exact - 1), `${measured} against ${exact}`).toBeLessThan(0.05);
  });

  it('shows 503s, replicas that follow late, and recovery', () => {
    expect(result.totals.outcomes['503']).toBeGreaterThan(20);
    expect(result.scaling.firstErrorSecond).toBeGreaterThanOrEqual(8);
    expect(result.scaling.firstNewReadySecond).toBeGreaterThan(result.scaling.firstErrorSecond ?? 99);
    expect(result.scaling.secondsToRecover).toEqual(expect.any(Number));
    expect(result.findings.map(({ cause }) => cause)).toContain('replicasStarting');
  });

  it('finds the experiment itself in good health', () => {
    const bad = result.health.filter(({ status }) => status !== 'ok');
    expect(bad).toEqual([]);
  });

  it('knows the initial replicas and never shows more ready ones than the sandbox had', () => {
    expect(result.timeline.cluster.ready[0]).toBe(2);
    expect(Math.max(...result.timeline.cluster.ready.map((n) => n ?? 0))).toBeLessThanOrEqual(20);
  });
});
