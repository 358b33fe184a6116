import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import { isReplica } from '../../runs/schema/pod-phase.ts';
import { gapsIn, isInGap, type WatchGap } from './gaps.ts';
import { desiredOf, type Wanted, wantedIn, wantingResources } from './wanted.ts';

/** Replicas in one second. */
export type ReplicaCounts = {
  /** null: unknown in that second. */
  readonly desired: number | null;
  readonly ready: number | null;
  readonly pending: number | null;
};

type State = {
  readonly wanted: Map<string, Wanted>;
  readonly pods: Map<string, PodLine>;
  /** Resources that can't be read at the moment. */
  readonly unknown: Set<string>;
};

/** The workloads' own count, where the pods can't be read. */
const ownReady = (wanted: readonly Wanted[]): number | null =>
  wanted.reduce<number | null>((sum, { ready }) => (sum === null || ready === null ? null : sum + ready), 0);

const countsOf = ({ wanted, pods, unknown }: State): ReplicaCounts => {
  const known = [...wanted.values()].filter(({ resource }) => !unknown.has(resource));
  const desired = desiredOf(known);
  if (!unknown.has('pods') && (pods.size > 0 || desired === 0)) {
    const alive = [...pods.values()].filter(isReplica);
    const ready = alive.filter((pod) => pod.ready).length;
    return { desired, ready, pending: alive.length - ready };
  }
  if (desired === null) return { desired: null, ready: null, pending: null };
  const ready = ownReady(known);
  return { desired, ready, pending: ready === null ? null : Math.max(0, desired - ready) };
};

type Step = Extract<ClusterLine, { kind: 'unknown' | 'gap' | 'pod' }> | Wanted;

const put = <Item extends { readonly deleted: boolean }>(
  all: Map<string, Item>,
  id: string,
  item: Item,
): void => {
  if (item.deleted) all.delete(id);
  else all.set(id, item);
};

const apply = (state: State, line: Step): void => {
  if (!('kind' in line)) {
    state.unknown.delete(line.resource);
    put(state.wanted, line.id, line);
  } else if (line.kind === 'unknown') {
    const all = ['pods', ...[...state.wanted.values()].map(({ resource }) => resource)];
    for (const resource of line.resource === 'cluster' ? all : [line.resource]) state.unknown.add(resource);
  } else if (line.kind === 'gap') {
    // Contact is back. What changed meanwhile follows in lines of its own; what has no line is as it was.
    state.unknown.delete(line.resource);
  } else {
    state.unknown.delete('pods');
    put(state.pods, line.name, line);
  }
};

type Blind = {
  /** By resource. */
  readonly podGaps: readonly WatchGap[];
  /** Of the resources that tell what is wanted. */
  readonly wantingGaps: readonly WatchGap[];
};

/** What was not seen while a watch was cut: values inside such a gap may have had steps that nobody knows. */
const withoutGaps = (counts: ReplicaCounts, atMs: number, { podGaps, wantingGaps }: Blind): ReplicaCounts => {
  const isBlind = isInGap(podGaps, atMs);
  return {
    desired: isInGap(wantingGaps, atMs) ? null : counts.desired,
    ready: isBlind ? null : counts.ready,
    pending: isBlind ? null : counts.pending,
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
 * Pods decide what is ready (their condition changes first); without access to pods the workload's own count does.
 */
export const replicasOnGrid = (
  lines: readonly ClusterLine[],
  { fromMs, stepMs, steps }: ReplicaGrid,
): ReplicaCounts[] => {
  const wanted = wantedIn(lines);
  const seen = lines.filter((line) => line.kind === 'unknown' || line.kind === 'gap' || line.kind === 'pod');
  const ordered: Step[] = [...wanted, ...seen].sort((a, b) => a.atMs - b.atMs);
  const blind = { podGaps: gapsIn(lines, ['pods']), wantingGaps: gapsIn(lines, wantingResources(wanted)) };
  const state: State = { wanted: new Map(), pods: new Map(), unknown: new Set() };
  let next = 0;
  return Array.from({ length: steps }, (_, step) => {
    const endMs = fromMs + (step + 1) * stepMs;
    for (let line = ordered[next]; line !== undefined && line.atMs < endMs; line = ordered[++next])
      apply(state, line);
    return withoutGaps(countsOf(state), endMs, blind);
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
