import { hpaPolicy } from '../../planner/policies/hpa.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import { type History, podsOf, type Sync, settingsAt } from '../planner/policies/hpa/histories.ts';
import { observe } from '../planner/policies/observe.ts';
import { deploymentLine, podLine } from './cluster.ts';
import { endLine, gaugeLine } from './load.ts';
import { completeRun, startSecond } from './run.ts';

const startMs = startSecond * 1000;
const whole = (ms: number): number => Math.round(ms / 1000) * 1000;

/** Pods have no names in a history: those that started in one second are told apart by a number. */
const namedPods = (sync: Sync, startedMs: number): PodLine[] => {
  const born = new Map<number, number>();
  const atMs = startedMs + sync.atSeconds * 1000 - 400;
  return sync.pods.map(({ phase, ageSeconds, ready, readyForSeconds }) => {
    const createdAtMs = whole(startedMs + (sync.atSeconds - ageSeconds) * 1000);
    const nth = born.get(createdAtMs) ?? 0;
    born.set(createdAtMs, nth + 1);
    const readyAtMs =
      readyForSeconds === null ? null : whole(startedMs + (sync.atSeconds - readyForSeconds) * 1000);
    const times = { createdAtMs, scheduledAtMs: createdAtMs, readyAtMs };
    const startedAtMs = phase === 'Pending' ? null : createdAtMs;
    return podLine({ atMs, name: `pod-${createdAtMs}-${nth}`, phase, ready, ...times, startedAtMs });
  });
};

const podLines = (history: History): ClusterLine[] => {
  const known = new Map<string, PodLine>();
  return history.syncs.flatMap((sync) => {
    const now = namedPods(sync, startMs);
    const names = new Set(now.map(({ name }) => name));
    const gone = [...known.values()].filter(({ name }) => !names.has(name));
    for (const { name } of gone) known.delete(name);
    for (const line of now) known.set(line.name, line);
    const atMs = startMs + sync.atSeconds * 1000 - 400;
    return [...gone.map((line) => ({ ...line, atMs, deleted: true })), ...now];
  });
};

/** What the rule makes of each sync as the real controller saw it: agrees with the real one, sync by sync. */
export const decisionsIn = (history: History) => {
  let state = hpaPolicy.initialState(settingsAt(history, 0));
  return history.syncs.map((sync) => {
    const { atSeconds, currentReplicas } = sync;
    const pods = podsOf(sync, history.requestMilliCpu);
    const observation = observe({ atSeconds, desiredReplicas: currentReplicas, pods });
    const step = hpaPolicy.step(state, observation, settingsAt(history, atSeconds));
    state = step.state;
    return { sync, decision: step.decision! };
  });
};

/** The HPA's status after each sync: the whole percent that it reports, and its bounds. */
const statusLines = (history: History): ClusterLine[] =>
  decisionsIn(history).map(({ sync, decision }) => {
    const { minReplicas, maxReplicas, metrics } = settingsAt(history, sync.atSeconds);
    const ratio = decision.proposals[0]?.ratio;
    const averageUtilization = ratio === undefined ? null : Math.round(ratio * metrics[0]!.targetValue * 100);
    return {
      kind: 'autoscaler',
      atMs: startMs + sync.atSeconds * 1000 + 60,
      name: 'demo',
      minReplicas,
      maxReplicas,
      currentReplicas: sync.currentReplicas,
      desiredReplicas: sync.realDesired,
      currentMetrics:
        averageUtilization === null
          ? []
          : [
              {
                type: 'Resource',
                name: 'cpu',
                container: null,
                averageUtilization,
                averageValue: null,
                value: null,
              },
            ],
      conditions: [],
      deleted: false,
    };
  });

/** `spec.replicas` as the watch saw it: what each sync found, and what it set. */
const replicaLines = (history: History): ClusterLine[] => {
  const line = (atSeconds: number, desired: number): ClusterLine =>
    deploymentLine({ atMs: startMs + atSeconds * 1000, desired });
  return history.syncs.flatMap(({ atSeconds, currentReplicas, realDesired }, i) => {
    const before = history.syncs[i - 1]?.realDesired;
    // Somebody else changed it between two syncs.
    const found = before === currentReplicas ? [] : [line(atSeconds - 2, currentReplicas)];
    return [...found, ...(realDesired === currentReplicas ? [] : [line(atSeconds + 0.03, realDesired)])];
  });
};

/** What a watch would have recorded of a real HPA: replicas, pods and status, but not the samples of each pod. */
export const recordHistory = (history: History): Recording => {
  const seconds = Math.ceil(history.syncs.at(-1)!.atSeconds) + 15;
  const policy = settingsAt(history, 0);
  return {
    run: completeRun(
      { endedAtMs: startMs + seconds * 1000 },
      {
        target: { kind: 'kubernetes', url: 'http://127.0.0.1:8890/score' },
        load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: seconds },
        cluster: { selector: 'app=demo' },
        safety: { maxDurationSeconds: seconds },
        autoscaler: policy,
      },
    ),
    load: [
      ...Array.from({ length: seconds }, (_, i) =>
        gaugeLine({ atMs: startMs + i * 1000 + 990, inFlight: 0 }),
      ),
      endLine(),
    ],
    cluster: [...replicaLines(history), ...podLines(history), ...statusLines(history)].sort(
      (a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0),
    ),
    droppedLines: 0,
  };
};
