import type { ClusterLine, PodLine, WorkloadLine } from '../../runs/schema/cluster-series.ts';

/** Replicas in one second. */
export type ReplicaCounts = {
  /** null: unknown in that second. */
  readonly desired: number | null;
  readonly ready: number | null;
  readonly pending: number | null;
};

type State = {
  readonly deployments: Map<string, WorkloadLine>;
  readonly pods: Map<string, PodLine>;
  /** Resources that can't be read at the moment. */
  readonly unknown: Set<string>;
};

type Interval = { readonly fromMs: number; readonly toMs: number };

const desiredOf = (workloads: readonly WorkloadLine[]): number | null =>
  workloads.length === 0 ? null : workloads.reduce((sum, { desired }) => sum + desired, 0);

const countsOf = ({ deployments, pods, unknown }: State): ReplicaCounts => {
  const workloads = unknown.has('deployments') ? [] : [...deployments.values()];
  const desired = desiredOf(workloads);
  if (!unknown.has('pods') && (pods.size > 0 || desired === 0)) {
    const alive = [...pods.values()].filter(({ terminating }) => !terminating);
    const ready = alive.filter((pod) => pod.ready).length;
    return { desired, ready, pending: alive.length - ready };
  }
  if (desired === null) return { desired: null, ready: null, pending: null };
  const ready = workloads.reduce((sum, { ready: n }) => sum + n, 0);
  return { desired, ready, pending: Math.max(0, desired - ready) };
};

const resourceOf = { deployment: 'deployments', pod: 'pods' } as const;

const apply = (state: State, line: ClusterLine): void => {
  if (line.kind === 'unknown') {
    for (const resource of line.resource === 'cluster' ? ['deployments', 'pods'] : [line.resource]) {
      state.unknown.add(resource);
    }
  } else if (line.kind === 'gap') {
    // Contact is back. What changed meanwhile follows in lines of its own; what has no line is as it was.
    state.unknown.delete(line.resource);
  } else if (line.kind === 'deployment' || line.kind === 'pod') {
    state.unknown.delete(resourceOf[line.kind]);
    const objects: Map<string, ClusterLine> = line.kind === 'pod' ? state.pods : state.deployments;
    if (line.deleted) objects.delete(line.name);
    else objects.set(line.name, line);
  }
};

/** What was not seen while a watch was cut: values inside such a gap may have had steps that nobody knows. */
const withoutGaps = (
  counts: ReplicaCounts,
  atMs: number,
  gaps: Readonly<Record<string, Interval[]>>,
): ReplicaCounts => {
  const isIn = (resource: string): boolean =>
    (gaps[resource] ?? []).some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return {
    desired: isIn('deployments') ? null : counts.desired,
    ready: isIn('pods') ? null : counts.ready,
    pending: isIn('pods') ? null : counts.pending,
  };
};

type ReplicaGrid = {
  /** Start of the first step, tool's clock. */
  readonly fromMs: number;
  readonly stepMs: number;
  readonly steps: number;
};

/**
 * Replicas on a grid: entry i is the state at the end of step i, as the tool saw it; null where it could not see.
 * Pods decide what is ready (their condition changes first); without access to pods the Deployment's own count does.
 */
export const replicasOnGrid = (
  lines: readonly ClusterLine[],
  { fromMs, stepMs, steps }: ReplicaGrid,
): ReplicaCounts[] => {
  const ordered = lines.filter((line) => 'atMs' in line).sort((a, b) => a.atMs - b.atMs);
  const gaps = Object.groupBy(
    ordered.filter((line) => line.kind === 'gap'),
    ({ resource }) => resource,
  ) as Record<string, Interval[]>;
  const state: State = { deployments: new Map(), pods: new Map(), unknown: new Set() };
  let next = 0;
  return Array.from({ length: steps }, (_, step) => {
    const endMs = fromMs + (step + 1) * stepMs;
    for (let line = ordered[next]; line !== undefined && line.atMs < endMs; line = ordered[++next])
      apply(state, line);
    return withoutGaps(countsOf(state), endMs, gaps);
  });
};

/**
 * Replicas at the end of each second.
 *
 * @param startedAtMs start of second 0, tool's clock
 */
export const replicasBySecond = (
  lines: readonly ClusterLine[],
  startedAtMs: number,
  seconds: number,
): ReplicaCounts[] => replicasOnGrid(lines, { fromMs: startedAtMs, stepMs: 1000, steps: seconds });

/** The best measured offset between the cluster's clock and the tool's, or null when there is none. */
export const clockOf = (
  lines: readonly ClusterLine[],
): { offsetMs: number; uncertaintyMs: number } | null => {
  const clocks = lines
    .filter((line) => line.kind === 'clock')
    .sort((a, b) => a.uncertaintyMs - b.uncertaintyMs);
  const [best] = clocks;
  return best ? { offsetMs: best.offsetMs, uncertaintyMs: best.uncertaintyMs } : null;
};
