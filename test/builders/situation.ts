import { analyze } from '../../planner/result/build-result.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { AutoscalerLine, ClusterLine, EventLine } from '../../runs/schema/cluster-series.ts';
import type { LoadSample, LoadStall } from '../../runs/schema/load-series.ts';
import { deploymentLine, podLine } from './cluster.ts';
import { countsLine, endLine, gaugeLine } from './load.ts';
import { completeRun, spikeConfig, startSecond } from './run.ts';

/** Seconds since the load began as epoch ms. */
export const at = (second: number): number => (startSecond + second) * 1000;

/** What one second's requests came to: by outcome, how many, and after how many ms. */
export type Ended = Readonly<Record<string, readonly [requests: number, latencyMs: number]>>;

/** A plain Service with an HPA on CPU, or azureml-fe. */
export const onKubernetes = {
  ...spikeConfig,
  target: { kind: 'kubernetes', url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 6000 },
  cluster: { selector: 'app=demo' },
  autoscaler: { kind: 'hpa', minReplicas: 1, maxReplicas: 4, metrics: [{ targetValue: 0.7 }] },
} as const;

type Situation = {
  readonly config?: unknown;
  /** Of the 40 seconds of a spike: 10 s at 5/s, 20 s at 20/s, 10 s at 5/s. */
  readonly ended: (second: number) => Ended;
  readonly cluster?: readonly ClusterLine[];
  /** First answers: by outcome, of every second that has the outcome. */
  readonly says?: Readonly<Record<string, Partial<LoadSample>>>;
  readonly inFlight?: (second: number) => number;
  readonly run?: Partial<Recording['run']>;
  /** Of each success, by the server's header; none: the server sends none. */
  readonly serviceMs?: number;
  readonly stalls?: readonly LoadStall[];
};

const rateIn = (second: number): number => (second >= 10 && second < 30 ? 20 : 5);
const phaseOf = (second: number): string => (second < 10 ? 'baseline' : second < 30 ? 'spike' : 'recovery');
const seconds = Array.from({ length: 40 }, (_, second) => second);

/** All of a second's requests succeed after 100 ms. */
export const fine = (second: number): Ended => ({ '200': [rateIn(second), 100] });

/** So many of a second's requests end otherwise; the others succeed. */
export const failing = (second: number, outcome: string, requests: number, latencyMs: number): Ended => ({
  '200': [rateIn(second) - requests, 100],
  [outcome]: [requests, latencyMs],
});

const loadOf = ({ ended, says = {}, inFlight, stalls = [], serviceMs }: Situation): Recording['load'] => [
  ...seconds.map((second) => {
    const entries = Object.entries(ended(second)).filter(([, [requests]]) => requests > 0);
    const ok = ended(second)['200']?.[0] ?? 0;
    return countsLine({
      ...(serviceMs !== undefined && { serviceMs: new Array<number>(ok).fill(serviceMs) }),
      second: startSecond + second,
      phase: phaseOf(second),
      outcomes: Object.fromEntries(entries.map(([outcome, [requests]]) => [outcome, requests])),
      latenciesMs: Object.fromEntries(
        entries.map(([outcome, [requests, ms]]) => [outcome, new Array<number>(requests).fill(ms)]),
      ),
    });
  }),
  ...seconds.map((second) =>
    gaugeLine({ atMs: at(second) + 990, inFlight: inFlight?.(second) ?? rateIn(second) / 2 }),
  ),
  ...seconds.flatMap((second) =>
    Object.keys(ended(second))
      .filter((outcome) => says[outcome] !== undefined)
      .map(
        (outcome): LoadSample => ({
          kind: 'sample',
          seq: 0,
          second: startSecond + second,
          generator: 'local',
          endpoint: 'default',
          phase: phaseOf(second),
          outcome,
          status: Number(outcome) || 0,
          ...says[outcome],
        }),
      ),
  ),
  ...stalls,
  endLine(),
];

/** One ready replica all the time, and what it is wanted. */
export const oneReplica: readonly ClusterLine[] = [
  deploymentLine({ atMs: at(-5), desired: 1 }),
  podLine({ atMs: at(-5), name: 'a' }),
];

/** A live HPA. */
export const hpaLine = (change: Partial<AutoscalerLine> = {}): AutoscalerLine => ({
  kind: 'autoscaler',
  atMs: at(-5),
  name: 'demo',
  minReplicas: 1,
  maxReplicas: 4,
  currentReplicas: 1,
  desiredReplicas: 1,
  currentMetrics: [],
  conditions: [],
  object: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    madeBy: null,
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'demo' },
    annotations: {},
    spec: { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } }] },
  },
  deleted: false,
  ...change,
});

/** What the HPA saw of the CPU, in whole percent of the request. */
export const cpuSeen = (averageUtilization: number): AutoscalerLine['currentMetrics'] => [
  { type: 'Resource', name: 'cpu', container: null, averageUtilization, averageValue: null, value: null },
];

/** What a controller said about an object. */
export const eventLine = (
  change: Partial<EventLine> & Pick<EventLine, 'atMs' | 'reason' | 'message'>,
): EventLine => ({
  kind: 'event',
  eventAtMs: change.atMs,
  type: 'Warning',
  objectKind: 'Pod',
  objectName: 'a',
  count: 1,
  ...change,
});

/** The recording of a situation. */
export const recordingOf = (situation: Situation): Recording => ({
  run: completeRun(situation.run, situation.config ?? spikeConfig),
  load: loadOf(situation),
  cluster: [...(situation.cluster ?? oneReplica)].sort((a, b) =>
    'atMs' in a && 'atMs' in b ? a.atMs - b.atMs : 0,
  ),
  droppedLines: 0,
});

/** What is said of a situation, and which cause has how many requests. */
export const explained = (situation: Situation) => {
  const { result, findings } = analyze(recordingOf(situation));
  return {
    result,
    findings: result.findings,
    causeBySecond: findings.causeBySecond,
    requests: Object.fromEntries(
      result.findings.flatMap(({ cause, requests }) => (requests > 0 ? [[cause, requests]] : [])),
    ),
  };
};

/** A spike that nothing fails in. */
export const healthyOne = (): Recording => recordingOf({ ended: fine });
