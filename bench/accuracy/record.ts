import { recordedConfigOf } from '../../config/recorded.ts';
import { resolveConfig } from '../../config/resolve.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { outcomeCodes } from '../../planner/simulate/router.ts';
import { createRandom } from '../../planner/stats/random.ts';
import { sketchOf } from '../../planner/stats/sketch.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { LoadLine } from '../../runs/schema/load-series.ts';
import type { Run } from '../../runs/schema/run.ts';
import { clusterOf } from './record-cluster.ts';
import { durationOf, type Service } from './service.ts';
import type { TrueRun } from './truth.ts';

/** A second of the clock at which every recorded load begins. */
export const startSecond = 1_780_000_000;

const observationStream = 900;

/** Gauges and changes of the cluster that never arrive. */
const lostShare = 0.02;

/** How request `i` ended, as the client and the service-time header tell it. */
const answerOf = (service: Service, { workload, outcomes, delaysMs }: TrueRun, i: number) => {
  const waitMs = 1000 * outcomes.waitSeconds[i]! + service.networkMs;
  const serviceMs = 1000 * workload.serviceSeconds[i]!;
  const code = outcomes.codes[i];
  if (code === outcomeCodes.ok)
    return { status: '200', latencyMs: waitMs + serviceMs + delaysMs[i]!, serviceMs };
  if (code === outcomeCodes.rejected) return { status: '503', latencyMs: waitMs, serviceMs: null };
  const { clientTimeoutMs, networkMs } = service;
  const routerMs = (service.router.requestTimeoutMs ?? Number.POSITIVE_INFINITY) + networkMs;
  return clientTimeoutMs < routerMs
    ? { status: 'timeout', latencyMs: clientTimeoutMs, serviceMs: null }
    : { status: '504', latencyMs: routerMs, serviceMs: null };
};

type Second = { readonly latenciesMs: Record<string, number[]>; readonly serviceMs: number[] };

const linesOfLoad = (service: Service, run: TrueRun, phaseAt: (second: number) => string): LoadLine[] => {
  const seconds = Array.from(
    { length: durationOf(service) },
    (): Second => ({ latenciesMs: {}, serviceMs: [] }),
  );
  for (let i = 0; i < run.workload.count; i++) {
    const second = seconds[Math.floor(run.workload.arrivalSeconds[i]!)]!;
    const { status, latencyMs, serviceMs } = answerOf(service, run, i);
    second.latenciesMs[status] ??= [];
    second.latenciesMs[status].push(latencyMs);
    if (serviceMs !== null) second.serviceMs.push(serviceMs);
  }
  return seconds.map(({ latenciesMs, serviceMs }, second) => {
    const byStatus = Object.entries(latenciesMs);
    return {
      kind: 'counts',
      seq: second,
      second: startSecond + second,
      generator: 'local',
      endpoint: 'default',
      phase: phaseAt(second),
      arrivals: byStatus.reduce((sum, [, values]) => sum + values.length, 0),
      requests: byStatus.reduce((sum, [, values]) => sum + values.length, 0),
      dropped: 0,
      outcomes: Object.fromEntries(byStatus.map(([status, values]) => [status, values.length])),
      latencyMs: Object.fromEntries(byStatus.map(([status, values]) => [status, sketchOf(values)])),
      ...(service.sendsServiceTime && { serviceMs: sketchOf(serviceMs) }),
    };
  });
};

/** When in a second the generator looks at its requests. */
const lookSeconds = 0.99;

/**
 * Requests that the client still waits for, at each look: also those that a router has sent to a replica behind the request of
 * another router, which hold no slot and stand in no queue of the model.
 */
const inFlightAt = (service: Service, run: TrueRun): number[] => {
  const looks = Array.from({ length: durationOf(service) }, () => 0);
  for (let i = 0; i < run.workload.count; i++) {
    const sentAt = run.workload.arrivalSeconds[i]!;
    const answeredAt = sentAt + answerOf(service, run, i).latencyMs / 1000;
    const last = Math.min(looks.length, Math.ceil(answeredAt - lookSeconds));
    for (let second = Math.max(0, Math.ceil(sentAt - lookSeconds)); second < last; second++) looks[second]!++;
  }
  return looks;
};

const gaugesOf = (service: Service, run: TrueRun): LoadLine[] =>
  inFlightAt(service, run).map((inFlight, second) => ({
    kind: 'gauge',
    atMs: (startSecond + second + lookSeconds) * 1000,
    generator: 'local',
    inFlight,
    seq: second,
    overdue: 0,
    virtualUsers: 0,
    virtualUsersMax: 0,
    queued: 0,
    cpuSeconds: 0,
    memoryBytes: 0,
  }));

/** The platform that each autoscaler belongs to: it says which limits are documented. */
const targetKinds = { 'azureml-v1': 'aks-v1', 'azureml-v2': 'aks-v2', others: 'kubernetes' } as const;

const targetKindOf = ({ policy: { kind } }: Service) =>
  kind === 'azureml-v1' || kind === 'azureml-v2' ? targetKinds[kind] : targetKinds.others;

const runRecordOf = (service: Service): Run => {
  const startedAtMs = startSecond * 1000;
  const config = resolveConfig(
    {
      target: {
        kind: targetKindOf(service),
        url: 'http://127.0.0.1:8890/score',
        requestTimeoutMs: service.clientTimeoutMs,
        slotsPerReplica: service.slots,
      },
      load: {
        ...(service.soak ? { scenario: 'soak', ...service.soak } : { scenario: 'spike', ...service.spike }),
        arrivals: { dispersion: service.dispersion },
      },
      slo: service.slo,
      cluster: { selector: 'app=truth' },
      autoscaler: service.configured,
      // The router's owner knows what it is set to.
      router: { requestTimeoutMs: service.router.requestTimeoutMs },
      safety: { maxRatePerSecond: 10_000, maxDurationSeconds: 10_000, maxVirtualUsers: 100_000 },
    },
    'k6.config.ts',
  );
  return {
    schemaVersion: 4,
    id: `truth-${service.seed}`,
    status: 'complete',
    tool: { version: '0', node: 'v24', platform: 'virtual' },
    k6: { version: 'none', source: 'cache' },
    seed: service.seed,
    config: recordedConfigOf(config),
    phases: [...config.phases],
    plannedPerSecond: plannedArrivalsFor(config).perSecond,
    createdAtMs: startedAtMs - 5000,
    loadStartedAtMs: startedAtMs,
    endedAtMs: startedAtMs + durationOf(service) * 1000,
    preflight: [{ endpoint: 'default', status: 200, latencyMs: 100 }],
    stopped: null,
    k6Exit: { exitCode: 0, signal: null },
    problems: [],
  };
};

/** What is seen of the router in the cluster, before the load. */
const routerPodsOf = ({
  router: { instances = 1 },
  showsRouterPods = false,
  policy,
}: Service): ClusterLine[] =>
  showsRouterPods && policy.kind in targetKinds
    ? [{ kind: 'routerPods', atMs: startSecond * 1000 - 5000, namespace: 'default', ready: instances }]
    : [];

/** What a run folder would hold of a true run: counts and sketches of every second, gauges, and a late cluster watch. */
export const recordingOf = (service: Service, run: TrueRun): Recording => {
  const random = createRandom(service.seed, observationStream);
  const record = runRecordOf(service);
  const phaseAt = (second: number): string =>
    record.phases.findLast(({ startSeconds }) => startSeconds <= second)?.name ?? 'spike';
  const cluster = clusterOf({
    run,
    startMs: startSecond * 1000,
    endMs: record.endedAtMs!,
    lostShare,
    random,
  });
  return {
    run: record,
    load: [
      ...linesOfLoad(service, run, phaseAt),
      ...gaugesOf(service, run).filter(() => random() >= lostShare),
    ],
    cluster: [...routerPodsOf(service), ...cluster],
    droppedLines: 0,
  };
};
