import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../cli/read-recording.ts';
import { createWorkspace, replicate } from '../../planner/simulate/replicate.ts';
import { asServed } from '../../planner/timeline/as-served.ts';
import { recordedOf } from '../../planner/timeline/recording.ts';
import { parseModel } from '../../runs/schema/model/model.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { CountersSnapshot } from '../../sandbox/counters.ts';
import { countersOf } from '../builders/counters.ts';
import {
  answeredCodes,
  onlyRun,
  resultOf,
  runCli,
  sandboxFor,
  temporaryFolder,
  writeConfig,
} from './support.ts';

/** One replica that serves ten requests a second, without a queue, under twice as many. */
const [serviceMs, ratePerSecond, seconds] = [100, 20, 4];
const policy = { kind: 'azureml-v1', minReplicas: 1, maxReplicas: 1 } as const;
const retries = { countMax: 3, backoffMs: 200, jitterShare: 0.5 };

const simulatedRuns = (count: number) => {
  const model = parseModel({
    schemaVersion: 1,
    durationSeconds: seconds,
    arrivals: { kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: ratePerSecond }] },
    service: { kind: 'constant', meanMs: serviceMs },
    replica: { slots: 1, startupLag: { kind: 'constant', meanMs: 1000 } },
    router: { queueLengthLimit: 0 },
    policy,
    retries,
  });
  const workspace = createWorkspace();
  return Array.from({ length: count }, (_, i) => {
    const [one] = replicate([model], i, { workspace, takesSamples: false });
    const { tally } = one!;
    return { retriesEach: tally.retries / tally.requests, okShare: tally.ok / tally.requests };
  });
};

describe('a load whose clients try again', () => {
  let counters: CountersSnapshot;
  let result: Result;
  let folder: string;
  let ended: Awaited<ReturnType<typeof runCli>>;

  beforeAll(async () => {
    const home = await temporaryFolder();
    const sandbox = await sandboxFor(home, {
      port: 0,
      apiPort: 0,
      policy,
      queueLengthLimit: 0,
      serviceTimeMs: { kind: 'constant', meanMs: serviceMs },
    });
    const config = await writeConfig(
      home,
      JSON.stringify({
        target: { kind: 'aks-v1', url: sandbox.scoreUrl },
        load: { scenario: 'soak', ratePerSecond, soakSeconds: seconds, retries },
        slo: { maxErrorShare: 0.9 },
        cluster: {
          kubeconfig: sandbox.kubeconfigPath,
          namespace: 'default',
          selector: 'azuremlappname=demo',
        },
      }),
    );
    ended = await runCli(['test', '--config', config, '--runs', join(home, 'runs')]);
    folder = await onlyRun(join(home, 'runs'));
    result = await resultOf(folder);
    counters = await countersOf(sandbox);
  });

  it('counts each arrival once, by its last try, and its retries beside it', () => {
    expect(answeredCodes, ended.stderr).toContain(ended.code);
    const { planned, arrivals, requests, retries: again = 0, outcomes, unanswered } = result.totals;
    expect([arrivals, requests, unanswered]).toEqual([planned, planned, 0]);
    expect((outcomes['200'] ?? 0) + (outcomes['503'] ?? 0)).toBe(planned);
    expect(again).toBeGreaterThan(0);
    expect(counters.total.arrivals, 'one more was sent before the load').toBe(planned + again + 1);
  });

  it('is told by verdict, live line and report', () => {
    const { retries: again } = result.totals;
    expect(ended.stdout.replace(/\s+/g, ' ')).toContain(`tried again ${again} times`);
    expect(ended.stderr).toMatch(/req\/s \(plan \d+\) \+ \d+ retries/);
  });

  it('shows the service each try in its own second', async () => {
    const { load, timeline } = recordedOf(asServed(await readRecording(folder)));
    expect(load.total.requests).toBe(result.totals.planned + (result.totals.retries ?? 0));
    expect(timeline.load.arrivals.reduce((sum, n) => sum + n, 0)).toBe(result.totals.planned);
  });

  it('fires what a simulation of it expects', () => {
    const runs = simulatedRuns(60);
    const between = (of: (run: (typeof runs)[number]) => number): [number, number] => [
      Math.min(...runs.map(of)),
      Math.max(...runs.map(of)),
    ];
    const { planned, retries: again = 0, outcomes } = result.totals;
    const [fewest, most] = between(({ retriesEach }) => retriesEach);
    expect(again / planned).toBeGreaterThan(0.9 * fewest);
    expect(again / planned).toBeLessThan(1.1 * most);
    const [worst, best] = between(({ okShare }) => okShare);
    expect((outcomes['200'] ?? 0) / planned).toBeGreaterThan(0.9 * worst);
    expect((outcomes['200'] ?? 0) / planned).toBeLessThan(1.1 * best);
  });
});
