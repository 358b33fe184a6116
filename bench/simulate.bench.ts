/**
 * How fast the simulator is, in simulated requests per second, random numbers included. Wall time depends on what else
 * the machine does; CPU time says what one core can do. Python with SimPy and Ciw is timed in the same run where it
 * has them: HEADROOM_PYTHON names the interpreter, python3 by default.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { simulateInWorkers } from '../cli/simulate/workers.ts';
import { simulate } from '../planner/index.ts';
import { simulateCandidates } from '../planner/simulate/simulate.ts';
import { type Model, type ModelInput, parseModel } from '../runs/schema/model/model.ts';
import { row } from './print.ts';

const rounds = 7;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Three spikes in 22 minutes, up to 180 busy slots; every feature on that a request passes. */
const busyModel = (changes: Partial<ModelInput>): ModelInput => ({
  schemaVersion: 1,
  durationSeconds: 1300,
  arrivals: {
    kind: 'poisson',
    ratePerSecond: [700, 1300, 500, 1800].map((rate, i) => ({ atSecond: 300 * i, rate })),
  },
  service: { kind: 'lognormal', meanMs: 100, scv: 1 },
  replica: {
    startupLag: { kind: 'lognormal', meanMs: 20_000, scv: 0.2 },
    parallelStartsLimit: 50,
    nodeCapacity: 200,
  },
  router: { queueWaitLimitMs: 500, queueLengthLimit: 200, requestTimeoutMs: 5000 },
  policy: { kind: 'azureml-v1', minReplicas: 20, maxReplicas: 200 },
  warmupSeconds: 60,
  replications: 2,
  ...changes,
});

/** Millions of requests per second of CPU and of wall time; the first round, which compiles, is not counted. */
const speedOf = (model: ModelInput): { readonly cpu: number[]; readonly wall: number[] } => {
  const [cpu, wall]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const [cpuBefore, wallBefore] = [cpuSeconds(), performance.now()];
    const { simulatedRequests } = simulate(model);
    cpu.push(simulatedRequests / 1e6 / (cpuSeconds() - cpuBefore));
    wall.push(simulatedRequests / 1e3 / (performance.now() - wallBefore));
  }
  return { cpu: cpu.slice(1), wall: wall.slice(1) };
};

const printSpeed = (name: string, changes: Partial<ModelInput>, goal = ''): void => {
  const { cpu, wall } = speedOf(busyModel(changes));
  row(`${name}: M requests/s of one core's CPU time`, cpu, goal);
  row(`${name}: M requests/s of wall time`, wall, goal);
};

/** An hour of 361 requests/s: 1.3 million, for each of 200 settings. */
const gridModel = (i: number): ModelInput => ({
  schemaVersion: 1,
  durationSeconds: 3600,
  arrivals: {
    kind: 'poisson',
    ratePerSecond: [200, 500, 150, 800, 300, 216].map((rate, k) => ({ atSecond: 600 * k, rate })),
  },
  service: { kind: 'lognormal', meanMs: 150, scv: 1 },
  replica: { startupLag: { kind: 'lognormal', meanMs: 20_000, scv: 0.2 } },
  policy: {
    kind: i % 2 === 0 ? 'azureml-v1' : 'azureml-v2',
    targetUtilization: 0.3 + 0.03 * (i % 20),
    minReplicas: 1 + 5 * Math.floor(i / 20),
    maxReplicas: 200,
  },
  replications: 1,
});

type Grid = { readonly seconds: number; readonly cpuSeconds: number; readonly peakMegabytes: number };

/** In a process of its own, whose memory is then the grid's. */
const runGrid = async (workers: number): Promise<void> => {
  const candidates = Array.from({ length: 200 }, (_, i) => parseModel(gridModel(i)));
  const startedAtMs = performance.now();
  await simulateInWorkers(candidates, { workers, series: false });
  const grid: Grid = {
    seconds: (performance.now() - startedAtMs) / 1000,
    cpuSeconds: cpuSeconds(),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(grid));
};

const printGrid = (workers: number, goal: string): void => {
  const name = `200 candidates x 1.3 M requests, ${workers} worker${workers > 1 ? 's' : ''}`;
  const answer = execFileSync(process.execPath, [import.meta.filename, '--grid', String(workers)], {
    encoding: 'utf8',
  });
  const grid = JSON.parse(answer) as Grid;
  row(`${name}: s`, [grid.seconds], goal);
  row(`${name}: s of CPU time`, [grid.cpuSeconds], '');
  row(`${name}: peak MB`, [grid.peakMegabytes], '< 300');
};

type Peers = Readonly<Record<string, Readonly<Record<string, number>>>>;

const peersOf = (servers: readonly number[]): Peers => {
  const python = process.env['HEADROOM_PYTHON'] ?? 'python3';
  const script = join(import.meta.dirname, 'peers.py');
  try {
    return JSON.parse(execFileSync(python, [script, ...servers.map(String)], { encoding: 'utf8' })) as Peers;
  } catch {
    return {};
  }
};

/** The plain M/M/c queue that Python's simulators are given. */
const plainModel = (servers: number): Model =>
  parseModel({
    schemaVersion: 1,
    durationSeconds: 1_000_000 / (0.8 * servers),
    arrivals: { kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: 0.8 * servers }] },
    service: { kind: 'exponential', meanMs: 1000 },
    replica: { startupLag: { kind: 'constant', meanMs: 0 } },
    router: { queueWaitLimitMs: null, requestTimeoutMs: null },
    policy: { kind: 'fixed', replicas: servers },
    replications: 1,
  });

/** Requests per second of wall time, the best of all rounds; candidates share arrivals and service times. */
const plainRate = (servers: number, candidates: number): number => {
  const models = new Array<Model>(candidates).fill(plainModel(servers));
  const rates = Array.from({ length: rounds }, () => {
    const startedAtMs = performance.now();
    const summaries = simulateCandidates(models);
    const requests = summaries.reduce((sum, { tallies }) => sum + tallies[0]!.simulatedRequests, 0);
    return (1000 * requests) / (performance.now() - startedAtMs);
  });
  return Math.max(...rates);
};

const printPeers = (): void => {
  const sizes = [10, 200];
  const peers = Object.entries(peersOf(sizes));
  if (peers.length === 0)
    console.log('no Python with SimPy or Ciw: nothing to compare with (HEADROOM_PYTHON)');
  for (const servers of peers.length > 0 ? sizes : []) {
    const [alone, shared] = [plainRate(servers, 1), plainRate(servers, 10)];
    row(`M/M/${servers} at 80 %: Headroom, requests/s`, [alone], '');
    for (const [name, rates] of peers) {
      const rate = rates[servers]!;
      row(`M/M/${servers} at 80 %: ${name}, requests/s`, [rate], '');
      row(`M/M/${servers} at 80 %: Headroom, times as fast`, [alone / rate], '');
      row(`M/M/${servers} at 80 %: the same for 10 candidates, times as fast`, [shared / rate], '');
    }
  }
};

/** Prints every figure with its goal. */
export const benchSimulate = (): void => {
  printSpeed('azureml-v1, all features, 200 replicas', {}, '>= 5');
  printSpeed('exponential service', { service: { kind: 'exponential', meanMs: 100 } });
  printSpeed('gamma service', { service: { kind: 'gamma', meanMs: 100, scv: 0.5 } });
  printSpeed('hpa', {
    policy: { kind: 'hpa', minReplicas: 20, maxReplicas: 200, metrics: [{ targetValue: 0.6 }] },
  });
  printSpeed('three router instances', { router: { instances: 3 } });
  printSpeed('50 replicas of 4 slots', {
    replica: { slots: 4, startupLag: { kind: 'lognormal', meanMs: 20_000, scv: 0.2 } },
    policy: { kind: 'azureml-v1', minReplicas: 5, maxReplicas: 50 },
  });
  printGrid(1, '< 30');
  printGrid(2, 'near half of that');
  printPeers();
};

if (process.argv[2] === '--grid') await runGrid(Number(process.argv[3]));
else if (import.meta.main) benchSimulate();
