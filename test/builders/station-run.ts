import { type Stepper, startPolicy } from '../../planner/policies/index.ts';
import { run } from '../../planner/simulate/engine.ts';
import { createScratch } from '../../planner/simulate/router.ts';
import { createWorkload, randomFor, type Workload } from '../../planner/simulate/workload.ts';
import { createSampler, type Distribution } from '../../planner/stats/distributions.ts';
import { type ModelInput, parseModel } from '../../runs/schema/model/model.ts';

/** A stationary station: Poisson arrivals, so many requests, and settings that differ from "one queue, no limits". */
export type StationOptions = {
  readonly ratePerSecond: number;
  readonly service: Distribution;
  readonly servers: number;
  /** Of each server; 1 by default. */
  readonly slots?: number;
  readonly router?: ModelInput['router'];
  readonly requests: number;
  readonly seed?: number;
  /** Instead of a fixed number of servers. */
  readonly policy?: Stepper;
  readonly startupLag?: Distribution;
  readonly parallelStartsLimit?: number | null;
};

export type StationRun = {
  readonly workload: Workload;
  readonly codes: Uint8Array;
  readonly waitSeconds: Float64Array;
};

const noLimits = { queueWaitLimitMs: null, queueLengthLimit: null, requestTimeoutMs: null };

/** Runs the engine itself, so that a test sees every request. */
export const runStation = (options: StationOptions): StationRun => {
  const { ratePerSecond, service, servers, router, requests, seed = 1, policy } = options;
  const { startupLag = { kind: 'constant', meanMs: 0 }, parallelStartsLimit = null } = options;
  const model = parseModel({
    schemaVersion: 1,
    durationSeconds: requests / ratePerSecond,
    arrivals: { kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: ratePerSecond }] },
    service,
    replica: { startupLag, parallelStartsLimit, slots: options.slots ?? 1 },
    router: { ...noLimits, ...router },
    policy: { kind: 'fixed', replicas: servers },
    seed,
  });
  const workload = createWorkload(model, 0);
  const lag = createSampler(
    options.startupLag ?? { kind: 'constant', meanMs: 0 },
    randomFor(seed, 0, 'startupLags'),
  );
  const { outcomes } = run({
    model,
    workload,
    policy: policy ?? startPolicy(model.policy),
    nextLagSeconds: () => lag() / 1000,
    scratch: createScratch(workload.count),
    takesSamples: false,
  });
  return { workload, codes: outcomes.codes, waitSeconds: outcomes.waitSeconds };
};

/** What is averaged over requests: 0 or 1 for a share, seconds for a mean. */
export type Figure = (run: StationRun, request: number) => number;

export const figures = {
  rejected: ({ codes }, i) => (codes[i] === 1 ? 1 : 0),
  timedOut: ({ codes }, i) => (codes[i] === 2 ? 1 : 0),
  waited: ({ waitSeconds }, i) => (waitSeconds[i]! > 0 ? 1 : 0),
  waitSeconds: ({ waitSeconds }, i) => waitSeconds[i]!,
  responseSeconds: ({ waitSeconds, workload }, i) => waitSeconds[i]! + workload.serviceSeconds[i]!,
} satisfies Record<string, Figure>;

const batches = 50;

/** Mean of a figure and its standard error by batch means; the first fiftieth is warm-up. */
export const measure = (
  run: StationRun,
  figure: Figure,
): { readonly mean: number; readonly standardError: number } => {
  const size = Math.floor(run.workload.count / (batches + 1));
  const means = Array.from({ length: batches }, (_, batch) => {
    let sum = 0;
    for (let i = (batch + 1) * size; i < (batch + 2) * size; i++) sum += figure(run, i);
    return sum / size;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / batches;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (batches - 1);
  return { mean, standardError: Math.sqrt(variance / batches) };
};

/** Distance from the truth in standard errors. */
export const deviations = (run: StationRun, figure: Figure, truth: number): number => {
  const { mean, standardError } = measure(run, figure);
  return (mean - truth) / standardError;
};
