import { startPolicy } from '../../planner/policies/index.ts';
import type { Recording } from '../../planner/result/build-result.ts';
import { run } from '../../planner/simulate/engine.ts';
import { createScratch, outcomeCodes } from '../../planner/simulate/router.ts';
import { createWorkload } from '../../planner/simulate/workload.ts';
import { createSampler, type Distribution } from '../../planner/stats/distributions.ts';
import { createRandom } from '../../planner/stats/random.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import { type ModelInput, parseModel } from '../../runs/schema/model.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { deploymentLine, podLine } from './cluster.ts';
import { countsLine } from './load.ts';
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
  /** The server sends no service-time header. */
  readonly hidesServiceTime?: boolean;
  /** The watch saw nothing between the first and the last second: lags come from the API's own times. */
  readonly blindWatch?: boolean;
};

const networkMs = 2;

/** Cut to whole seconds, as the Kubernetes API tells times. */
const whole = (ms: number): number => Math.floor(ms / 1000) * 1000;

type Pod = { readonly name: string; readonly createdMs: number; readonly readyMs: number; goneMs: number };

const podLinesOf = ({ name, createdMs, readyMs, goneMs }: Pod, isBlind: boolean): ClusterLine[] => {
  const created = { name, createdAtMs: whole(createdMs), scheduledAtMs: whole(createdMs) };
  const up = { ...created, startedAtMs: whole((createdMs + readyMs) / 2), readyAtMs: whole(readyMs) };
  const lines: ClusterLine[] = [];
  if (!isBlind) lines.push(podLine({ ...created, atMs: createdMs, ready: false }));
  if (readyMs < goneMs) lines.push(podLine({ ...up, atMs: readyMs }));
  if (goneMs < Number.POSITIVE_INFINITY) lines.push(podLine({ ...created, atMs: goneMs, ready: readyMs < goneMs, deleted: true }));
  return lines;
};

/** What the cluster watch writes of a simulated fleet: newest replicas leave first. */
const clusterLinesOf = (
  initial: number,
  scaleEvents: readonly { readonly atSecond: number; readonly from: number; readonly to: number }[],
  {
    lagsMs,
    endMs,
    isBlind,
  }: { readonly lagsMs: readonly number[]; readonly endMs: number; readonly isBlind: boolean },
): ClusterLine[] => {
  const startMs = startSecond * 1000;
  const veteran = (i: number): Pod => ({
    name: `old-${i}`,
    createdMs: startMs - 60_000,
    readyMs: startMs - 50_000,
    goneMs: Number.POSITIVE_INFINITY,
  });
  const pods = Array.from({ length: initial }, (_, i) => veteran(i));
  const lines: ClusterLine[] = [deploymentLine({ atMs: startMs - 4000, desired: initial })];
  let starts = 0;
  for (const { atSecond, from, to } of scaleEvents) {
    const atMs = startMs + atSecond * 1000 + 7;
    lines.push(deploymentLine({ atMs, desired: to }));
    for (let i = from; i < to; i++) {
      pods.push({
        name: `new-${starts}`,
        createdMs: atMs,
        readyMs: atMs + lagsMs[starts]!,
        goneMs: Number.POSITIVE_INFINITY,
      });
      starts++;
    }
    const alive = pods.filter(({ goneMs }) => goneMs > atMs).sort((a, b) => b.readyMs - a.readyMs);
    for (const pod of alive.slice(0, Math.max(0, from - to))) pod.goneMs = atMs;
  }
  const veterans = pods
    .slice(0, initial)
    .map((pod) => ({ ...podLinesOf(pod, true)[0]!, atMs: startMs - 4000 }));
  const changes = pods.flatMap((pod, i) =>
    i < initial ? podLinesOf(pod, true).slice(1) : podLinesOf(pod, isBlind),
  );
  return [...lines, ...veterans, ...changes]
    .filter((line) => 'atMs' in line && line.atMs <= endMs)
    .sort((a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0));
};

/**
 * What `headroom test` would have recorded of a simulated service under a spike, evenly spaced arrivals as k6 sends
 * them: the truth of a calibration is then known.
 */
export const recordSpike = (options: RecordingOptions): Recording => {
  const { policy, configured = policy, slots = 1, seed = 1 } = options;
  const { baselineRate = 10, peakRate = 60 } = options;
  const { baselineSeconds = 30, holdSeconds = 60, recoverySeconds = 60 } = options;
  const durationSeconds = baselineSeconds + holdSeconds + recoverySeconds;
  const startupLag = options.startupLag ?? { kind: 'lognormal', meanMs: 6000, scv: 0.1 };
  const model = parseModel({
    schemaVersion: 1,
    durationSeconds,
    arrivals: {
      kind: 'even',
      ratePerSecond: [
        { atSecond: 0, rate: baselineRate },
        { atSecond: baselineSeconds, rate: peakRate },
        { atSecond: baselineSeconds + holdSeconds, rate: baselineRate },
      ],
    },
    service: options.service ?? { kind: 'lognormal', meanMs: 200, scv: 0.25 },
    replica: { slots, startupLag },
    router: options.router ?? {},
    policy,
    seed,
  } as ModelInput);
  const workload = createWorkload(model, 0);
  const sampleLag = createSampler(startupLag, createRandom(seed, 7));
  const lagsMs: number[] = [];
  const start = startPolicy(policy);
  const { outcomes, samples, scaleEvents } = run({
    model,
    workload,
    policy: start,
    podMetrics: policy.kind === 'hpa' ? policy.metrics : [],
    nextLagSeconds: () => lagsMs[lagsMs.push(sampleLag()) - 1]! / 1000,
    scratch: createScratch(workload.count),
    takesSamples: true,
  });
  const startMs = startSecond * 1000;
  const seconds = Array.from({ length: durationSeconds }, () => ({
    outcomes: {} as Record<string, number>,
    latenciesMs: { '200': [] as number[], '503': [] as number[], '504': [] as number[] },
    serviceMs: [] as number[],
  }));
  for (let i = 0; i < workload.count; i++) {
    const second = seconds[Math.floor(workload.arrivalSeconds[i]!)]!;
    const waitMs = outcomes.waitSeconds[i]! * 1000;
    const serviceMs = workload.serviceSeconds[i]! * 1000;
    const code = outcomes.codes[i];
    const status = code === outcomeCodes.ok ? '200' : code === outcomeCodes.rejected ? '503' : '504';
    const latencyMs = { '200': waitMs + serviceMs, '503': waitMs, '504': model.router.requestTimeoutMs ?? 0 };
    second.outcomes[status] = (second.outcomes[status] ?? 0) + 1;
    second.latenciesMs[status].push(latencyMs[status] + networkMs);
    if (status === '200') second.serviceMs.push(serviceMs);
  }
  const phaseOf = (i: number): string =>
    i < baselineSeconds ? 'baseline' : i < baselineSeconds + holdSeconds ? 'spike' : 'recovery';
  const load: LoadLine[] = seconds.flatMap(({ serviceMs, ...second }, i) => [
    countsLine({
      second: startSecond + i,
      phase: phaseOf(i),
      ...second,
      ...(!options.hidesServiceTime && { serviceMs }),
    }),
    {
      kind: 'gauge',
      atMs: startMs + i * 1000 + 990,
      generator: 'local',
      inFlight: samples[i]!.reading.busySlots + samples[i]!.reading.queued,
      virtualUsers: 0,
      virtualUsersMax: 500,
    },
  ]);
  const endMs = startMs + durationSeconds * 1000;
  return {
    run: completeRun(
      { endedAtMs: endMs },
      {
        target: { url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 20_000, slotsPerReplica: slots },
        load: {
          scenario: 'spike',
          baselineRatePerSecond: baselineRate,
          peakRatePerSecond: peakRate,
          baselineSeconds,
          holdSeconds,
          recoverySeconds,
        },
        cluster: { selector: 'azuremlappname=demo' },
        autoscaler: configured,
      },
    ),
    load,
    cluster: clusterLinesOf(start.desiredReplicas, scaleEvents, {
      lagsMs,
      endMs,
      isBlind: options.blindWatch ?? false,
    }),
    droppedLines: 0,
  };
};
