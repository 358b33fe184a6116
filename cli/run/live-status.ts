import { quantileOf } from '../../planner/stats/sketch.ts';
import { type ReplicaCounts, replicasBySecond } from '../../planner/timeline/cluster-grid.ts';
import { foldLoad, latencyOf } from '../../planner/timeline/fold-load.ts';
import { plannedArrivalsUntil, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Phase } from '../../runs/schema/load.ts';
import { isOk, type LoadLine } from '../../runs/schema/load-series.ts';
import type { LiveStatus } from '../output/live.ts';

/** The latest line of each replica, all that the live line needs of the cluster; bounded by the number of objects. */
export const createLiveCluster = () => {
  const latest = new Map<string, ClusterLine>();
  return {
    add: (line: ClusterLine): void => {
      if (line.kind !== 'pod' && line.kind !== 'deployment') return;
      if (line.deleted) latest.delete(`${line.kind}/${line.name}`);
      else latest.set(`${line.kind}/${line.name}`, line);
    },
    replicas: (): ReplicaCounts => {
      const lines = [...latest.values()].map((line) => ({ ...line, atMs: 0 }));
      const [counts] = replicasBySecond(lines, 0, 1);
      return counts ?? { desired: null, ready: null, pending: null };
    },
  };
};

export type LiveInput = {
  readonly phases: readonly Phase[];
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly lines: readonly LoadLine[];
  readonly replicas: Pick<ReplicaCounts, 'ready' | 'desired'>;
};

/** What happened in the last telemetry window, about one second. */
export const liveStatusOf = ({ phases, startedAtMs, nowMs, lines, replicas }: LiveInput): LiveStatus => {
  const elapsedSeconds = (nowMs - startedAtMs) / 1000;
  const { total } = foldLoad(lines);
  const phase = phases.findLast(({ startSeconds }) => startSeconds <= elapsedSeconds);
  const errors = Object.entries(total.outcomes).filter(([outcome, n]) => !isOk(outcome) && n > 0);
  return {
    elapsedSeconds,
    totalSeconds: plannedSecondsOf(phases),
    phase: phase?.name ?? 'starting',
    offeredRatePerSecond:
      plannedArrivalsUntil(phases, elapsedSeconds) - plannedArrivalsUntil(phases, elapsedSeconds - 1),
    achievedRatePerSecond: total.arrivals,
    p95Ms:
      quantileOf(
        latencyOf(total, () => true),
        0.95,
      ) ?? null,
    errors: Object.fromEntries(errors),
    ready: replicas.ready,
    desired: replicas.desired,
  };
};
