import type { ClusterLine, PodLine, WorkloadLine } from '../../runs/schema/cluster-series.ts';

export type ReplicaCounts = {
  /** null: unknown in that second. */
  readonly desired: number | null;
  readonly ready: number | null;
  readonly pending: number | null;
};

type State = {
  readonly deployments: Map<string, WorkloadLine>;
  readonly pods: Map<string, PodLine>;
};

const unknownCounts: ReplicaCounts = { desired: null, ready: null, pending: null };

const countsOf = ({ deployments, pods }: State): ReplicaCounts => {
  const workloads = [...deployments.values()];
  const desired = workloads.length === 0 ? null : workloads.reduce((sum, { desired: n }) => sum + n, 0);
  if (pods.size === 0 && workloads.length === 0) return unknownCounts;
  if (pods.size === 0) {
    const ready = workloads.reduce((sum, { ready: n }) => sum + n, 0);
    return { desired, ready, pending: Math.max(0, (desired ?? ready) - ready) };
  }
  const alive = [...pods.values()].filter(({ terminating }) => !terminating);
  const ready = alive.filter((pod) => pod.ready).length;
  return { desired, ready, pending: alive.length - ready };
};

const apply = (state: State, line: ClusterLine): void => {
  if (line.kind === 'deployment') {
    if (line.deleted) state.deployments.delete(line.name);
    else state.deployments.set(line.name, line);
  } else if (line.kind === 'pod') {
    if (line.deleted) state.pods.delete(line.name);
    else state.pods.set(line.name, line);
  }
};

/**
 * Replicas on the grid: entry i is the state at the end of second i, as the tool saw it. Pods decide what is ready
 * (their condition changes first); without access to pods the Deployment's own count does.
 *
 * @param startedAtMs start of second 0, tool's clock
 */
export const replicasBySecond = (
  lines: readonly ClusterLine[],
  startedAtMs: number,
  seconds: number,
): ReplicaCounts[] => {
  const ordered = lines.filter((line) => 'atMs' in line).sort((a, b) => a.atMs - b.atMs);
  const state: State = { deployments: new Map(), pods: new Map() };
  let next = 0;
  return Array.from({ length: seconds }, (_, second) => {
    const endMs = startedAtMs + (second + 1) * 1000;
    for (let line = ordered[next]; line !== undefined && line.atMs < endMs; line = ordered[++next])
      apply(state, line);
    return countsOf(state);
  });
};

/** The last measured offset between the cluster's clock and the tool's, or null when there is none. */
export const clockOf = (
  lines: readonly ClusterLine[],
): { offsetMs: number; uncertaintyMs: number } | null => {
  const clock = lines.findLast((line) => line.kind === 'clock');
  return clock ? { offsetMs: clock.offsetMs, uncertaintyMs: clock.uncertaintyMs } : null;
};
