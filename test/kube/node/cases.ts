import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../runs/schema/result.ts';
import { namesAt, namespace } from '../load-namespace.ts';
import { until } from '../until.ts';
import type { RealCluster } from './cluster.ts';
import { autoStop, type Firing, fire, type Load, lastArrivalAt, launcher, untilFired } from './fire.ts';
import { run } from './run-command.ts';

/** What a case came to: figures for people, and what was not as it must be. */
export type CaseOutcome = {
  readonly figures: Readonly<Record<string, string | number>>;
  readonly faults: readonly string[];
};

type RunCase = (cluster: RealCluster, folder: string) => Promise<CaseOutcome>;

type Case = { readonly name: string; readonly run: RunCase };

const quietMs = 6000;

/** Collects what is not as it must be. */
const faultsOf = (checks: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]));

const left = async ({ plane }: RealCluster): Promise<string[]> => {
  const own = 'labelSelector=app.kubernetes.io/managed-by=headroom';
  const paths = [
    `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases?${own}`,
    `/api/v1/namespaces/${namespace}/configmaps?${own}`,
    `/apis/batch/v1/namespaces/${namespace}/jobs`,
    `/api/v1/namespaces/${namespace}/pods`,
    `/api/v1/namespaces/${namespace}/services`,
  ];
  return (await Promise.all(paths.map((path) => namesAt(plane.api, path)))).flat();
};

type Cleaning = {
  readonly secondsMost: number;
  readonly everyMs: number;
  readonly help: () => Promise<unknown>;
};

const byItself: Cleaning = { secondsMost: 60, everyMs: 100, help: async () => {} };

/** How long until nothing of a run is in the cluster any more. @throws Error with what is still there in the end */
const cleanSeconds = async (
  cluster: RealCluster,
  { secondsMost, everyMs, help }: Cleaning = byItself,
): Promise<number> => {
  const beginMs = Date.now();
  const seconds = (): number => (Date.now() - beginMs) / 1000;
  let names: readonly string[] = [];
  const isClean = async (): Promise<boolean> => {
    names = await left(cluster);
    return names.length === 0;
  };
  const what = (): string => `nothing of the run is left, but these are: ${names.join(', ')}`;
  const between = async (): Promise<void> => {
    await help();
  };
  await until(what, isClean, { everyMs, between, withinMs: secondsMost * 1000 });
  return seconds();
};

/** The most by which a second of the service differs from the same second of the result, and how many differ by more than one. */
const secondsApart = async (cluster: RealCluster, result: Result) => {
  const { bySecond } = await cluster.counters();
  const first = Math.round(result.timeline.startedAtMs / 1000);
  const apart = result.timeline.load.arrivals.map((arrivals, second) =>
    Math.abs(arrivals - (bySecond[first + second]?.arrivals ?? 0)),
  );
  return { most: Math.max(...apart), seconds: apart.filter((by) => by > 1).length };
};

type Exact = { readonly cluster: RealCluster; readonly firing: Firing; readonly before: number };

/** What a load came to that must be known to the last request. */
const judgeExact = async ({ cluster, firing, before }: Exact): Promise<CaseOutcome> => {
  const { result } = await firing.ended;
  if (result === null) return { figures: {}, faults: [firing.said()] };
  // One request is the tool's own, before the load.
  const served = (await cluster.counters()).total.arrivals - before - 1;
  const planned = result.run.plannedPerSecond.reduce((sum, n) => sum + n, 0);
  const apart = await secondsApart(cluster, result);
  const health = result.health.find(({ check }) => check === 'runners');
  const runners = health?.check === 'runners' ? health : { incomplete: ['not told'], cuts: 0 };
  const faults = faultsOf({
    'the run is complete': result.run.status === 'complete',
    'the service counts what was planned': served === planned,
    'the result counts what the service does': served === result.totals.arrivals,
    'all is known of each runner': runners.incomplete.length === 0,
  });
  const figures = {
    planned,
    served,
    counted: result.totals.arrivals,
    outcomes: JSON.stringify(result.totals.outcomes),
    mostInASecondApart: apart.most,
    secondsApartByMoreThanOne: apart.seconds,
    cuts: runners.cuts,
    cleanAfterSeconds: await cleanSeconds(cluster),
  };
  return { figures, faults: faults.length === 0 ? [] : [...faults, firing.said()] };
};

const exact = (
  load: Load,
  whileFiring: (cluster: RealCluster, firing: Firing) => Promise<void> = async () => {},
): Case => ({
  name: load.name,
  run: async (cluster, folder) => {
    const before = (await cluster.counters()).total.arrivals;
    const beginMs = Date.now();
    const firing = await fire(cluster, folder, load);
    await untilFired(cluster, firing, 2);
    const firstRequestAfterSeconds = (Date.now() - beginMs) / 1000;
    await whileFiring(cluster, firing);
    const { figures, faults } = await judgeExact({ cluster, firing, before });
    return { figures: { ...figures, firstRequestAfterSeconds }, faults };
  },
});

/** The API server goes away, and comes back: it cuts the logs, the watches and the Lease of the tool and of all pods. */
const restartApiServer = async (cluster: RealCluster, firing: Firing): Promise<void> => {
  await untilFired(cluster, firing, 400);
  await cluster.plane.killApiServer();
  await cluster.plane.startApiServer();
};

/** Processes of k6 in pods: by number of process. */
const k6InPods = async (): Promise<number[]> => {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    numbers.map(async (pid) => ({
      pid: Number(pid),
      command: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    })),
  );
  return commands.filter(({ command }) => command.startsWith('k6\0run\0')).map(({ pid }) => pid);
};

/** Runs `headroom clean --yes` until it takes the run for left over. */
const cleanUp = (cluster: RealCluster, folder: string, name: string): Promise<number> => {
  const config = join(folder, name, 'k6.config.ts');
  const help = () => run(process.execPath, launcher, 'clean', '--yes', '--config', config);
  return cleanSeconds(cluster, { secondsMost: 120, everyMs: 5000, help });
};

const stopOf = (how: 'SIGINT' | 'SIGKILL', name: string): Case => ({
  name,
  run: async (cluster, folder) => {
    const firing = await fire(cluster, folder, { name, seconds: 90, runners: 3, ratePerSecond: 60 });
    await untilFired(cluster, firing, 200);
    const { arrivals } = (await cluster.counters()).total;
    const atMs = Date.now();
    firing.child.kill(how);
    const endedAt = firing.ended.then(() => Date.now());
    const [lastMs, { exitCode, result }] = await Promise.all([lastArrivalAt(cluster, quietMs), firing.ended]);
    const endedMs = await endedAt;
    const figures = {
      arrivalsAfter: (await cluster.counters()).total.arrivals - arrivals,
      lastArrivalAfterSeconds: (lastMs - atMs) / 1000,
      toolEndsAfterSeconds: (endedMs - atMs) / 1000,
      exitCode: exitCode ?? how,
      status: result?.run.status ?? 'none',
      cleanAfterSeconds:
        how === 'SIGINT' ? await cleanSeconds(cluster) : await cleanUp(cluster, folder, name),
    };
    const mostMs = how === 'SIGINT' ? 2000 : 12_000;
    const faults = faultsOf({ [`nothing is fired after ${mostMs} ms`]: lastMs - atMs <= mostMs });
    return { figures, faults };
  },
});

/** The service begins to fail, and the tool ends the load for all runners. */
const stopByFailures: RunCase = async (cluster, folder) => {
  const load = { name: 'auto-stop', seconds: 90, runners: 3, ratePerSecond: 60 };
  const firing = await fire(cluster, folder, load);
  await untilFired(cluster, firing, 200);
  const atMs = Date.now();
  await cluster.setTimeLimit(1);
  const [lastMs, { result }] = await Promise.all([lastArrivalAt(cluster, quietMs), firing.ended]);
  await cluster.setTimeLimit(60_000);
  const stoppedBy = result?.run.stopped?.by ?? 'nobody';
  return {
    figures: {
      lastArrivalAfterSeconds: (lastMs - atMs) / 1000,
      ofWhichTheRuleTakes: autoStop.maxErrorShare * autoStop.windowSeconds,
      stoppedBy,
      cleanAfterSeconds: await cleanSeconds(cluster),
    },
    faults: faultsOf({ 'auto-stop ended the load': stoppedBy === 'autoStop' }),
  };
};

const killOne: RunCase = async (cluster, folder) => {
  const name = 'a runner is killed';
  const firing = await fire(cluster, folder, { name, seconds: 60, runners: 3, ratePerSecond: 60 });
  await untilFired(cluster, firing, 200);
  const [pid] = await k6InPods();
  const atMs = Date.now();
  process.kill(pid!, 'SIGKILL');
  const [lastMs, { result }] = await Promise.all([lastArrivalAt(cluster, quietMs), firing.ended]);
  const faults = result?.loadAsPlanned.faults.filter(({ code }) => code === 'runnerIncomplete') ?? [];
  return {
    figures: {
      othersEndAfterSeconds: (lastMs - atMs) / 1000,
      named: JSON.stringify(faults),
      met: String(result?.verdict.met),
      cleanAfterSeconds: await cleanSeconds(cluster),
    },
    faults: faultsOf({
      'one runner is named': faults.length >= 1,
      'no verdict': result?.verdict.met == null,
    }),
  };
};

const testRun: Load = { name: 'TestRun', seconds: 30, runners: 2, ratePerSecond: 40, by: 'testRun' };

/** All cases, in the order in which they are run. */
export const cases: readonly Case[] = [
  exact({ name: 'indexed Job', seconds: 30, runners: 3, ratePerSecond: 60 }),
  exact({ name: 'the API server restarts', seconds: 40, runners: 3, ratePerSecond: 60 }, restartApiServer),
  { name: 'a runner is killed', run: killOne },
  stopOf('SIGINT', 'Ctrl-C'),
  stopOf('SIGKILL', 'the tool is killed'),
  { name: 'auto-stop', run: stopByFailures },
  {
    name: testRun.name,
    run: async (cluster, folder) => {
      await cluster.startOperator();
      return exact(testRun).run(cluster, folder);
    },
  },
];
