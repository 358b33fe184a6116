import { type Decision, type Stepper, startPolicy } from '../../planner/policies/index.ts';
import { run } from '../../planner/simulate/engine.ts';
import { createScratch, outcomeCodes } from '../../planner/simulate/router.ts';
import { createWorkload } from '../../planner/simulate/workload.ts';
import { createSampler, type Distribution, exponentialSampler } from '../../planner/stats/distributions.ts';
import { createRandom } from '../../planner/stats/random.ts';
import { emptySketch, meanOf, mergeSketches, type Sketch, sketchOf } from '../../planner/stats/sketch.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { KnownRouter } from '../../runs/schema/known-router.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import { type Model, type ModelInput, modelSchema } from '../../runs/schema/model/model.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { countsLine, endLine, gaugeLine } from './load.ts';
import { autoscalerLinesOf } from './recorded-autoscaler.ts';
import { clusterLinesOf } from './recorded-cluster.ts';
import { completeRun, startSecond } from './run.ts';

export type RecordingOptions = {
  /** What is really at the controls; the same is configured unless `configured` says otherwise. */
  readonly policy: PolicySettings;
  readonly configured?: PolicySettings;
  readonly service?: Distribution;
  readonly startupLag?: Distribution;
  readonly router?: ModelInput['router'];
  readonly slots?: number;
  readonly baselineRate?: number;
  readonly peakRate?: number;
  readonly baselineSeconds?: number;
  readonly holdSeconds?: number;
  readonly recoverySeconds?: number;
  readonly seed?: number;
  /** The platform, and how the load uses connections; azureml-fe and kept ones by default. */
  readonly targetKind?: 'aks-v1' | 'kubernetes';
  readonly connections?: 'reuse' | 'new';
  /** What the config says of the router. */
  readonly knownRouter?: KnownRouter;
  /** The server sends no service-time header. */
  readonly hidesServiceTime?: boolean;
  /** What answers take on average beyond the network's 2 ms, more in one second than in another; 0 by default. */
  readonly delayMs?: number;
};

const networkMs = 2;

const lengthsOf = ({ baselineSeconds = 30, holdSeconds = 60, recoverySeconds = 60 }: RecordingOptions) => ({
  baselineSeconds,
  holdSeconds,
  recoverySeconds,
});

const modelOf = (options: RecordingOptions): Model => {
  const { policy, slots = 1, baselineRate = 10, peakRate = 60, seed = 2, router = {} } = options;
  const { baselineSeconds, holdSeconds, recoverySeconds } = lengthsOf(options);
  const ratePerSecond = [
    { atSecond: 0, rate: baselineRate },
    { atSecond: baselineSeconds, rate: peakRate },
    { atSecond: baselineSeconds + holdSeconds, rate: baselineRate },
  ];
  return modelSchema.parse({
    schemaVersion: 1,
    durationSeconds: baselineSeconds + holdSeconds + recoverySeconds,
    arrivals: { kind: 'even', ratePerSecond },
    service: options.service ?? { kind: 'lognormal', meanMs: 200, scv: 0.25 },
    replica: { slots, startupLag: options.startupLag ?? { kind: 'lognormal', meanMs: 6000, scv: 0.1 } },
    router: { queueWaitLimitMs: 500, ...router },
    policy,
    seed,
  });
};

type Sync = { readonly atSecond: number; readonly decision: Decision | undefined };

/** The same rule, which notes what each step decides. */
const noted = (stepper: Stepper, syncs: Sync[]): Stepper => ({
  ...stepper,
  next: (observation) => {
    const next = stepper.next(observation);
    syncs.push({ atSecond: observation.atSeconds, decision: next.decision });
    return noted(next, syncs);
  },
});

/** One replication of the model, and the start-up lags that it drew, in order of the starts. */
const simulateOnce = (model: Model, startupLag: Distribution) => {
  const workload = createWorkload(model, 0);
  const sampleLag = createSampler(startupLag, createRandom(model.seed, 7));
  const lagsMs: number[] = [];
  const syncs: Sync[] = [];
  const finished = run({
    model,
    workload,
    policy: noted(startPolicy(model.policy), syncs),
    ...(model.policy.kind === 'hpa' && { podMetrics: model.policy }),
    nextLagSeconds: () => lagsMs[lagsMs.push(sampleLag()) - 1]! / 1000,
    scratch: createScratch(workload.count),
    takesSamples: true,
  });
  return { ...finished, workload, lagsMs, syncs };
};

type Simulated = ReturnType<typeof simulateOnce>;

/** How request i ended, as the client and the service-time header tell it. */
const requestOf = ({ workload, outcomes }: Simulated, i: number, timeoutMs: number | null) => {
  const waitMs = outcomes.waitSeconds[i]! * 1000;
  const serviceMs = workload.serviceSeconds[i]! * 1000;
  const code = outcomes.codes[i];
  if (code === outcomeCodes.ok) return { status: '200', latencyMs: waitMs + serviceMs, serviceMs };
  if (code === outcomeCodes.rejected) return { status: '503', latencyMs: waitMs, serviceMs: null };
  return { status: '504', latencyMs: timeoutMs ?? 0, serviceMs: null };
};

/** The phase of a second of the spike. */
const phaseAt = (second: number, { baselineSeconds, holdSeconds }: ReturnType<typeof lengthsOf>): string => {
  if (second < baselineSeconds) return 'baseline';
  return second < baselineSeconds + holdSeconds ? 'spike' : 'recovery';
};

/** By second and by request: both are drawn from exponential distributions. */
const delaySamplers = (seconds: number, delayMs: number): (() => number)[] => {
  const exponential = exponentialSampler(createRandom(2, 8));
  return Array.from({ length: seconds }, () => {
    const meanMs = delayMs * exponential();
    return () => meanMs * exponential();
  });
};

const countsOf = (simulated: Simulated, model: Model, options: RecordingOptions): LoadLine[] => {
  const { hidesServiceTime = false, delayMs = 0 } = options;
  const delayIn = delaySamplers(model.durationSeconds, delayMs);
  const seconds = Array.from({ length: model.durationSeconds }, () => ({
    outcomes: {} as Record<string, number>,
    latenciesMs: {} as Record<string, number[]>,
    serviceMs: [] as number[],
  }));
  for (let i = 0; i < simulated.workload.count; i++) {
    const at = Math.floor(simulated.workload.arrivalSeconds[i]!);
    const second = seconds[at]!;
    const { status, latencyMs, serviceMs } = requestOf(simulated, i, model.router.requestTimeoutMs);
    second.outcomes[status] = (second.outcomes[status] ?? 0) + 1;
    second.latenciesMs[status] = [
      ...(second.latenciesMs[status] ?? []),
      latencyMs + networkMs + delayIn[at]!(),
    ];
    if (serviceMs !== null) second.serviceMs.push(serviceMs);
  }
  return seconds.map(({ serviceMs, ...second }, i) =>
    countsLine({
      second: startSecond + i,
      phase: phaseAt(i, lengthsOf(options)),
      ...second,
      ...(!hidesServiceTime && { serviceMs }),
    }),
  );
};

const gaugesOf = ({ samples }: Simulated): LoadLine[] =>
  samples.map(({ reading }, i) =>
    gaugeLine({
      atMs: (startSecond + i) * 1000 + 990,
      inFlight: reading.busySlots + reading.queued,
    }),
  );

const runOf = (options: RecordingOptions, endMs: number): Recording['run'] => {
  const { policy, configured = policy, baselineRate = 10, peakRate = 60 } = options;
  const rates = { baselineRatePerSecond: baselineRate, peakRatePerSecond: peakRate };
  return completeRun(
    { endedAtMs: endMs },
    {
      target: {
        kind: options.targetKind ?? 'aks-v1',
        url: 'http://127.0.0.1:8890/score',
        requestTimeoutMs: 20_000,
        ...(options.slots !== undefined && { slotsPerReplica: options.slots }),
      },
      load: {
        scenario: 'spike',
        arrivals: 'even',
        ...rates,
        ...lengthsOf(options),
        ...(options.connections && { connections: { mode: options.connections } }),
      },
      ...(options.knownRouter && { router: options.knownRouter }),
      cluster: { selector: 'azuremlappname=demo' },
      autoscaler: configured,
    },
  );
};

/**
 * What `headroom test` would have recorded of a simulated service under a spike of evenly spaced arrivals, as k6 sends
 * them: the truth of a calibration is then known. The baseline is 10 requests/s for 30 s, the peak 60 for 60 s.
 */
export const recordSpike = (options: RecordingOptions): Recording => {
  const model = modelOf(options);
  const simulated = simulateOnce(model, model.replica.startupLag as Distribution);
  const endMs = (startSecond + model.durationSeconds) * 1000;
  return {
    run: runOf(options, endMs),
    load: [...countsOf(simulated, model, options), ...gaugesOf(simulated), endLine()],
    cluster: [
      ...clusterLinesOf({ ...simulated, initial: startPolicy(model.policy).desiredReplicas, endMs }),
      ...autoscalerLinesOf(model.policy, simulated.syncs),
    ],
    droppedLines: 0,
  };
};

/** So many values like those of a sketch. */
const alike = (n: number, sketch: Sketch) => sketchOf(new Array<number>(n).fill(meanOf(sketch) ?? 0));

const sparedLine = (line: LoadLine): LoadLine => {
  if (line.kind !== 'counts') return line;
  const { '200': ok = 0, '503': rejected = 0 } = line.outcomes;
  const served = Math.floor(rejected / 2);
  const { '200': okMs = emptySketch, '503': rejectedMs = emptySketch } = line.latencyMs ?? {};
  if (served === 0) return line;
  return {
    ...line,
    outcomes: { ...line.outcomes, '200': ok + served, '503': rejected - served },
    latencyMs: {
      ...line.latencyMs,
      '200': mergeSketches(okMs, alike(served, okMs)),
      '503': alike(rejected - served, rejectedMs),
    },
    ...(line.serviceMs && { serviceMs: mergeSketches(line.serviceMs, alike(served, line.serviceMs)) }),
  };
};

/** A recording in which half of the requests that were turned away were served: nothing in it tells by what. */
export const withSpared = (recording: Recording): Recording => ({
  ...recording,
  load: recording.load.map(sparedLine),
});
