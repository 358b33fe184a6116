import type { DialectName, ObjectNames } from '../../planner/settings/index.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { ClusterLine, WorkloadLine } from '../../runs/schema/cluster-series.ts';
import type { Run } from '../../runs/schema/run.ts';

/** Of the last lines of objects, the one that is left alive; undefined: none is, or several are. */
const onlyAlive = <Line extends { readonly name: string; readonly deleted: boolean }>(
  lines: readonly Line[],
): Line | undefined => {
  const latest = new Map(lines.map((line) => [line.name, line]));
  const alive = [...latest.values()].filter(({ deleted }) => !deleted);
  return alive.length === 1 ? alive[0] : undefined;
};

const isWorkload = (line: ClusterLine): line is WorkloadLine =>
  line.kind === 'deployment' || line.kind === 'workload';

const workloadOf = ({ cluster }: Pick<Recording, 'cluster'>): Target | undefined => {
  const line = onlyAlive(cluster.filter(isWorkload));
  if (line === undefined) return undefined;
  const { apiVersion = 'apps/v1', kind = 'Deployment' } = line.object ?? {};
  return { apiVersion, kind, name: line.name };
};

type Target = NonNullable<ObjectNames['target']>;

/** The objects that a recording saw scale the service: the name of its autoscaler, and what that scales. */
export type RecordedObjects = {
  readonly autoscaler: string | undefined;
  readonly workload: Target | undefined;
};

/** The objects of a recording; of several of a kind none is known to be the one. */
export const recordedObjects = (recording: Pick<Recording, 'cluster'>): RecordedObjects => ({
  autoscaler: onlyAlive(recording.cluster.filter((line) => line.kind === 'autoscaler'))?.name,
  workload: workloadOf(recording),
});

/**
 * What the recorded service calls its objects, for a new settings file: an HPA of another name would be a second one, and
 * the two would fight over the replicas. Of Knative and KEDA the recording holds the objects that those made.
 */
export const recordedNames = (
  { autoscaler, workload }: RecordedObjects,
  { config: { cluster } }: Pick<Run, 'config'>,
  dialect: DialectName,
): ObjectNames => {
  const target = workload && { target: workload };
  // The name of an HPA without that of its target would point it at another one.
  const name = dialect === 'hpa' && workload !== undefined ? (autoscaler ?? workload.name) : undefined;
  return {
    ...(dialect === 'knative' ? {} : target),
    ...(name !== undefined && { name }),
    ...(name !== undefined && cluster && { namespace: cluster.namespace }),
  };
};

/** Whether KEDA made the recorded HPA: a file of it would be overwritten. */
export const isMadeByKeda = ({ name = '' }: ObjectNames): boolean => name.startsWith('keda-hpa-');
