import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Result } from '../../../runs/schema/result.ts';
import { hasEnded } from '../control-plane/processes.ts';
import { keySecrets, namespace } from '../load-namespace.ts';
import { until } from '../until.ts';
import type { RealCluster } from './cluster.ts';

/** The command line from this checkout. */
export const launcher = resolve(import.meta.dirname, '../../../bin/headroom.js');

/** The name of the image that the recipe makes, as pods ask for it. */
export const runnerImage = 'registry.example/headroom-k6:0.1.0';

/** When a load that fails is ended. */
export const autoStop = { maxErrorShare: 0.5, windowSeconds: 5 } as const;

/** One load in pods, by the command line. */
export type Load = {
  readonly name: string;
  readonly seconds: number;
  readonly runners: number;
  readonly ratePerSecond: number;
  readonly by?: 'job' | 'testRun';
};

const configText = ({ scoreUrl, kubeconfig }: RealCluster, load: Load): string => {
  const { seconds, runners, ratePerSecond, by = 'job' } = load;
  // Several runners on the two cores of a small machine: the default asks for one each.
  const resources = { requests: { cpu: '100m', memory: '128Mi' } };
  return `export default ${JSON.stringify({
    target: { url: scoreUrl, auth: { env: 'SCORING_KEY' }, requestTimeoutMs: 4000 },
    load: {
      scenario: 'soak',
      ratePerSecond,
      soakSeconds: seconds,
      runners: { where: 'cluster', count: runners, image: runnerImage, by, secrets: keySecrets, resources },
    },
    safety: { autoStop },
    cluster: { kubeconfig, namespace, selector: 'app=score', required: false },
  })};\n`;
};

/** A test that goes on. */
export type Firing = {
  readonly child: ChildProcess;
  /** All that the tool says to people. */
  readonly said: () => string;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly result: Result | null }>;
};

const readResult = async (runs: string): Promise<Result | null> => {
  const run = (await readdir(runs).catch(() => [])).find((name) => !name.startsWith('.'));
  if (run === undefined) return null;
  const text = await readFile(join(runs, run, 'result.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Result);
};

/** Starts `headroom test` as a process, as a person does. */
export const fire = async (cluster: RealCluster, folder: string, load: Load): Promise<Firing> => {
  const own = join(folder, load.name);
  await mkdir(own, { recursive: true });
  const [config, runs] = [join(own, 'k6.config.ts'), join(own, 'runs')];
  await writeFile(config, configText(cluster, load));
  const child = spawn(process.execPath, [launcher, 'test', '--config', config, '--runs', runs], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const out of [child.stdout, child.stderr])
    out.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'exit').then(async ([exitCode]) => ({
    exitCode: exitCode as number | null,
    result: await readResult(runs),
  }));
  return { child, said: () => said, ended };
};

/** Resolves when the service has seen so many arrivals more than at the first look. @throws Error when the tool ends before */
export const untilFired = async (cluster: RealCluster, firing: Firing, count: number): Promise<void> => {
  const arrivals = async (): Promise<number> => (await cluster.counters()).total.arrivals;
  const goal = (await arrivals()) + count;
  const between = async (): Promise<void> => {
    if (hasEnded(firing.child)) throw new Error(`the tool ended before the load:\n${firing.said()}`);
  };
  await until(`${count} more arrivals`, async () => (await arrivals()) >= goal, {
    everyMs: 20,
    between,
    withinMs: 300_000,
  });
};

/** Watches the service until nothing has arrived for so long, and gives when the last arrival was seen, in epoch ms. */
export const lastArrivalAt = async (cluster: RealCluster, quietMs: number): Promise<number> => {
  let [seen, atMs] = [-1, Date.now()];
  while (Date.now() - atMs < quietMs) {
    const { arrivals } = (await cluster.counters()).total;
    if (arrivals !== seen) [seen, atMs] = [arrivals, Date.now()];
    await wait(10);
  }
  return atMs;
};
