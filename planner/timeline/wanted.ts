import type { AutoscalerLine, ClusterLine, WorkloadLine } from '../../runs/schema/cluster-series.ts';

/** What asks for replicas, as it was seen at one time. */
export type Wanted = {
  readonly atMs: number;
  /** Which object, among all kinds. */
  readonly id: string;
  /** Its kind, as `gap` and `unknown` lines name it. */
  readonly resource: string;
  readonly desired: number;
  /** By the object's own count; null: it has none. */
  readonly ready: number | null;
  readonly deleted: boolean;
};

type WantingLine = WorkloadLine | AutoscalerLine;

const resources = {
  deployment: 'deployments',
  replicaSet: 'replicasets',
  autoscaler: 'horizontalpodautoscalers',
  pod: 'pods',
} as const;

const resourceOf = (line: WantingLine): string =>
  line.kind === 'workload' ? (line.object?.resource ?? 'workloads') : resources[line.kind];

/** The resource that a line shows, as `gap` and `unknown` lines name it; undefined for what has no replicas. */
export const watchedResourceOf = (line: ClusterLine): string | undefined => {
  if (line.kind === 'pod') return resources.pod;
  return isOf(['deployment', 'workload', 'replicaSet', 'autoscaler'])(line) ? resourceOf(line) : undefined;
};

/** An HPA that never had a metric has not decided anything: its target keeps what it has. */
const decidedBy = ({ desiredReplicas, currentReplicas }: AutoscalerLine): number =>
  desiredReplicas === 0 ? currentReplicas : desiredReplicas;

const wantedOf = (line: WantingLine): Wanted => {
  const { atMs, name, deleted } = line;
  const resource = resourceOf(line);
  const counts =
    line.kind === 'autoscaler'
      ? { desired: decidedBy(line), ready: null }
      : { desired: line.desired, ready: line.ready };
  return { atMs, id: `${resource}/${name}`, resource, ...counts, deleted };
};

/**
 * Who knows best how many replicas are wanted. A ReplicaSet only knows of its own revision, so it comes last; what an HPA
 * asks for is in its target a moment later.
 */
const ranks: readonly (readonly WantingLine['kind'][])[] = [
  ['deployment', 'workload'],
  ['autoscaler'],
  ['replicaSet'],
];

const isOf =
  (kinds: readonly string[]) =>
  (line: ClusterLine): line is WantingLine =>
    kinds.includes(line.kind);

/**
 * What the pods' owners asked for; where none of them was seen (a kind that the account may not read), what their HPA or
 * their ReplicaSets asked for.
 */
export const wantedIn = (lines: readonly ClusterLine[]): readonly Wanted[] =>
  ranks.map((kinds) => lines.filter(isOf(kinds)).map(wantedOf)).find((wanted) => wanted.length > 0) ?? [];

/** The resources whose watch tells what is wanted. */
export const wantingResources = (wanted: readonly Wanted[]): readonly string[] => [
  ...new Set(wanted.map(({ resource }) => resource)),
];

/** All that are wanted at one time. Two HPAs ask for the replicas of one target, so the larger wish counts. */
export const desiredOf = (wanted: readonly Wanted[]): number | null => {
  if (wanted.length === 0) return null;
  const wishes = wanted.map(({ desired }) => desired);
  if (wanted[0]!.resource === resources.autoscaler) return wishes.reduce((most, n) => Math.max(most, n), 0);
  return wishes.reduce((sum, n) => sum + n, 0);
};
