import { describe, expect, it } from 'vitest';
import { decisionsOf } from '../../../../planner/explain/decisions/decisions.ts';
import { type Recording, recordedOf } from '../../../../planner/timeline/recording.ts';
import type { AutoscalerLine, ClusterLine } from '../../../../runs/schema/cluster-series.ts';
import { type PolicySettings, policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { deploymentLine, podLine } from '../../../builders/cluster.ts';
import { recordSpike } from '../../../builders/recording.ts';
import { startSecond } from '../../../builders/run.ts';
import { cpuSeen } from '../../../builders/situation.ts';

const rowsOf = (recording: Recording) => decisionsOf(recordedOf(recording))!.rows;
const policyOf = (settings: object): PolicySettings => policySettingsSchema.parse(settings);
const azureml = policyOf({ kind: 'azureml-v2', minReplicas: 4, maxReplicas: 20 });
const hpa = policyOf({ kind: 'hpa', minReplicas: 4, maxReplicas: 10, metrics: [{ targetValue: 0.6 }] });

const spikeOf = (policy: PolicySettings, configured = policy): Recording =>
  recordSpike({ policy, configured, recoverySeconds: 30 });

const atMs = (second: number): number => (startSecond + second) * 1000;

/** The status of an HPA of 4 to 10 replicas, in a second. */
const statusAt = (second: number, seen: Partial<AutoscalerLine>): AutoscalerLine => ({
  kind: 'autoscaler',
  atMs: atMs(second),
  name: 'demo',
  minReplicas: 4,
  maxReplicas: 10,
  currentReplicas: 4,
  desiredReplicas: 4,
  currentMetrics: [],
  conditions: [],
  deleted: false,
  ...seen,
});

const inOrder = (lines: readonly ClusterLine[]): ClusterLine[] =>
  lines.toSorted((a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0));

const without = (recording: Recording, kinds: readonly ClusterLine['kind'][]): ClusterLine[] =>
  recording.cluster.filter(({ kind }) => !kinds.includes(kind));

describe('an autoscaler that scaled', () => {
  it('has a row for each change, as it was recorded, and what ended the last one', () => {
    const recording = spikeOf(azureml);
    const changes = recording.cluster.flatMap((line) => (line.kind === 'deployment' ? [line.desired] : []));
    const made = rowsOf(recording).filter(({ kind }) => kind === 'made');
    expect(made.map(({ to }) => to)).toEqual(changes.slice(1));
    expect(made.map(({ from }) => from)).toEqual(changes.slice(0, -1));
    const atSeconds = recording.cluster.flatMap((line) =>
      line.kind === 'deployment' ? [(line.atMs - atMs(0)) / 1000] : [],
    );
    expect(made.map(({ changedSecond }) => changedSecond)).toEqual(atSeconds.slice(1));
    const last = made.find(({ to }) => to === 20)!;
    expect(last.reason).toBe('AtMax');
    expect(last.asked).toBeGreaterThan(20);
    expect(last.proposals[0]!.ratio).toBeGreaterThan(1);
  });

  it('explains a change by the second that it was seen in, wherever in a second the rule looks', () => {
    const recording = spikeOf(azureml);
    const earlier = recording.cluster.map((line) =>
      line.kind === 'deployment' && line.atMs > atMs(0) ? { ...line, atMs: line.atMs - 30 } : line,
    );
    const raised = (one: Recording) =>
      rowsOf(one).flatMap(({ from, to, asked, reason }) => (to > from ? [{ from, to, asked, reason }] : []));
    expect(raised({ ...recording, cluster: earlier })).toEqual(raised(recording));
    expect(raised(recording)[0]!.reason).toBe('AsProposed');
  });

  it('says that it was held at its maximum while more was asked for', () => {
    const held = rowsOf(spikeOf(azureml)).find(({ kind, reason }) => kind === 'held' && reason === 'AtMax')!;
    expect(held.from).toBe(20);
    expect(held.looks).toBeGreaterThan(1);
    expect(held.asked).toBeGreaterThan(20);
  });

  it('says how long it had not looked, and when its samples did not show the load yet', () => {
    const recording = spikeOf(hpa);
    const moved = { ...recording, run: { ...recording.run, loadStartedAtMs: atMs(-4) } };
    const rows = rowsOf(moved).filter(({ kind }) => kind === 'unasked');
    expect(rows[0]).toMatchObject({ reason: 'NotDue', looks: 0, fromSecond: 30 });
    expect(rows[0]!.toSecond).toBeGreaterThan(31);
    expect(rows[1]).toMatchObject({ from: 4, to: 4, asked: 4 });
  });
});

describe('a decision that did not come', () => {
  it('is missing where the rule clearly asked for more, and nothing shows why', () => {
    const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), azureml);
    const missing = rowsOf(recording).filter(({ kind }) => kind === 'missing');
    expect(missing.length).toBeGreaterThan(0);
    expect(
      missing.every(({ reason, from, to, looks }) => reason === null && from === 4 && to === 4 && looks >= 3),
    ).toBe(true);
  });

  it('is held by a pause where the object says so', () => {
    const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), azureml);
    const annotations = { 'autoscaling.keda.sh/paused': 'true' };
    const scaler: ClusterLine = {
      kind: 'scaler',
      atMs: atMs(-4),
      name: 'demo',
      desiredReplicas: null,
      conditions: [],
      object: {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        madeBy: null,
        target: null,
        annotations,
        spec: {},
      },
      deleted: false,
    };
    const rows = rowsOf({ ...recording, cluster: [scaler, ...recording.cluster] });
    const paused = rows.filter(({ reason }) => reason === 'Paused');
    expect(paused.length).toBeGreaterThan(0);
    expect(paused[0]!.said).toBe('ScaledObject demo: autoscaling.keda.sh/paused');
    expect(rows.some(({ kind }) => kind === 'missing')).toBe(false);
  });

  it('is held by a missing metric where the status says so, in its own words', () => {
    const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), hpa);
    const message =
      'failed to get cpu utilization: missing request for cpu in container istio-proxy of Pod scoring-1';
    const status = statusAt(-4, {
      conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message }],
    });
    const rows = rowsOf({ ...recording, cluster: [status, ...without(recording, ['autoscaler'])] });
    const held = rows.filter(({ kind }) => kind === 'held');
    expect(held).toMatchObject([
      {
        reason: 'InvalidMetrics',
        reasonFrom: 'status',
        from: 4,
        to: 4,
        said: `FailedGetResourceMetric: ${message}`,
      },
    ]);
    expect(rows.some(({ kind }) => kind === 'missing')).toBe(false);
  });

  it('is nothing to tell of where the replicas were not seen when the next look was due', () => {
    const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), hpa);
    const conditions = [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetScale', message: '' }];
    const seen = [statusAt(-4, { conditions }), ...without(recording, ['autoscaler'])];
    const lost: ClusterLine = { kind: 'unknown', atMs: atMs(44), resource: 'deployments', reason: '401' };
    const lastLook = (cluster: readonly ClusterLine[]) => rowsOf({ ...recording, cluster }).at(-1)!.toSecond;
    expect(lastLook(seen)).toBeGreaterThan(45);
    expect(lastLook(inOrder([...seen, lost]))).toBe(30);
  });
});

it('believes the value of a status, however young the pods are that it is of', () => {
  const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), hpa);
  const startedAtMs = atMs(25);
  const times = { atMs: startedAtMs, createdAtMs: startedAtMs, startedAtMs, readyAtMs: startedAtMs };
  const pods = ['a', 'b', 'c', 'd'].map((name) => podLine({ name, ...times }));
  const conditions = [{ type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message: '' }];
  const cluster = inOrder([
    ...without(recording, ['autoscaler', 'pod']),
    ...pods,
    statusAt(-4, { currentMetrics: cpuSeen(0), conditions }),
    statusAt(31, { currentMetrics: cpuSeen(31), conditions }),
  ]);
  const row = rowsOf({ ...recording, cluster }).find(({ fromSecond }) => fromSecond === 31)!;
  expect(row.proposals[0]).toMatchObject({ ratio: expect.closeTo(0.31 / 0.6) });
});

it('takes a change for the autoscaler’s own where its status says the same number', () => {
  const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), hpa);
  const conditions = [{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas', message: '' }];
  const cluster = inOrder([
    ...without(recording, ['autoscaler']),
    statusAt(-4, { conditions }),
    deploymentLine({ atMs: atMs(37), desired: 10 }),
    statusAt(37.1, { conditions, desiredReplicas: 10 }),
  ]);
  const made = rowsOf({ ...recording, cluster }).filter(({ from, to }) => from !== to);
  expect(made).toMatchObject([{ kind: 'made', from: 4, to: 10, reason: 'AtMax', reasonFrom: 'status' }]);
});

it('never explains a look by what the metrics said at another one', () => {
  const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), hpa);
  const conditions = [
    { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', message: '' },
    { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message: '' },
  ];
  const cluster = inOrder([
    ...without(recording, ['autoscaler']),
    statusAt(-4, { conditions, currentMetrics: cpuSeen(30) }),
    deploymentLine({ atMs: atMs(52), desired: 6 }),
    statusAt(52.1, { conditions, currentMetrics: cpuSeen(90), desiredReplicas: 6 }),
    deploymentLine({ atMs: atMs(67), desired: 7 }),
    statusAt(67.1, { conditions, currentMetrics: cpuSeen(60), desiredReplicas: 7 }),
  ]);
  const made = rowsOf({ ...recording, cluster }).filter(({ kind }) => kind === 'made');
  expect(made).toMatchObject([
    { from: 4, to: 6, reason: 'AsProposed', proposals: [{ metric: 'cpu', ratio: 1.5 }] },
    { from: 6, to: 7, reason: null, proposals: [{ metric: 'cpu', ratio: 1 }] },
  ]);
});

/** A spike on four replicas whose number changed once in the calm before it. */
const changedTo = (desired: number, more: Partial<Parameters<typeof deploymentLine>[0]> = {}) => {
  const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), azureml);
  const change = deploymentLine({ atMs: atMs(12), desired, ...more });
  const cluster = inOrder([...recording.cluster, change]);
  return rowsOf({ ...recording, cluster }).filter(({ from, to, toSecond }) => from !== to && toSecond < 15);
};

it('names a change that the rule has no reason for, and blames nobody without a sign of them', () => {
  expect(changedTo(15)).toMatchObject([{ kind: 'unexplained', from: 4, to: 15, reason: null }]);
});

it('lays such a change on someone else where a GitOps tool writes the replicas, or the status wanted others', () => {
  const kept = { replicasKeptBy: ['argocd.argoproj.io/tracking-id'] };
  expect(changedTo(15, kept)).toMatchObject([{ kind: 'foreign', from: 4, to: 15, reason: null }]);
  const recording = spikeOf(policyOf({ kind: 'fixed', replicas: 4 }), hpa);
  const cluster = inOrder([
    ...without(recording, ['autoscaler']),
    statusAt(-4, { currentMetrics: cpuSeen(60) }),
    statusAt(22, { currentMetrics: cpuSeen(61) }),
    deploymentLine({ atMs: atMs(37), desired: 9 }),
  ]);
  const changed = rowsOf({ ...recording, cluster }).filter(({ from, to }) => from !== to);
  expect(changed).toMatchObject([{ kind: 'foreign', from: 4, to: 9 }]);
});

it('blames nobody for a change that the rule asks for at a moment when every slot is busy', () => {
  expect(changedTo(6)).toMatchObject([{ kind: 'momentary', from: 4, to: 6, reason: null }]);
});

it('gives no reason to keep the replicas for a small change of them', () => {
  expect(changedTo(5)).toMatchObject([{ kind: 'momentary', from: 4, to: 5, reason: null }]);
});

it('tells nothing of a fixed number, nor where nobody knows the rule or the replicas', () => {
  const recording = spikeOf(azureml);
  const { run } = recording;
  const noRule = { ...run, config: { ...run.config, autoscaler: null } };
  expect(decisionsOf(recordedOf(spikeOf(policyOf({ kind: 'fixed', replicas: 4 }))))).toBeUndefined();
  expect(decisionsOf(recordedOf({ ...recording, run: noRule }))).toBeUndefined();
  expect(decisionsOf(recordedOf({ ...recording, cluster: [] }))).toBeUndefined();
});
