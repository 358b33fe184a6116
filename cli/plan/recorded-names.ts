import { decidingScalers, scalersIn } from '../../planner/live/scalers.ts';
import type { DialectName, ObjectNames, Reading } from '../../planner/settings/index.ts';
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
  /** The object that decides, as a person wrote it: KEDA and Knative make an autoscaler of it. */
  readonly source?: { readonly kind: string; readonly name: string };
};

/** A revision's PodAutoscaler is named after its Service, unless the template names the revision. */
const ofRevision = /^(.+)-\d{5}$/;

/** Of several objects that decide none is known to be the one. */
const sourceOf = ({ cluster }: Pick<Recording, 'cluster'>): RecordedObjects['source'] => {
  const [only, ...others] = decidingScalers(scalersIn(cluster));
  if (only === undefined || others.length > 0) return undefined;
  const { name, object } = only;
  if (object.kind !== 'PodAutoscaler') return { kind: object.kind, name };
  const service = ofRevision.exec(name)?.[1];
  return service === undefined ? undefined : { kind: 'Service', name: service };
};

/** The objects of a recording; of several of a kind none is known to be the one. */
export const recordedObjects = (recording: Pick<Recording, 'cluster'>): RecordedObjects => {
  const source = sourceOf(recording);
  return {
    autoscaler: onlyAlive(recording.cluster.filter((line) => line.kind === 'autoscaler'))?.name,
    workload: workloadOf(recording),
    ...(source && { source }),
  };
};

/**
 * What the recorded service calls its objects, for a new settings file: an HPA of another name would be a second one, and
 * the two would fight over the replicas. Of Knative and KEDA the recording holds the objects that those made.
 */
export const recordedNames = (
  { autoscaler, workload, source }: RecordedObjects,
  { config: { cluster } }: Pick<Run, 'config'>,
  dialect: DialectName,
): ObjectNames => {
  const target = workload && { target: workload };
  // The name of an HPA without that of its target would point it at another one.
  const name = dialect === 'hpa' && workload !== undefined ? (autoscaler ?? workload.name) : undefined;
  return {
    ...(dialect === 'knative' ? {} : target),
    ...(source && { source }),
    ...(name !== undefined && { name }),
    ...(name !== undefined && cluster && { namespace: cluster.namespace }),
  };
};

/** Whether KEDA made the recorded HPA: a file of it would be overwritten. */
export const isMadeByKeda = ({ name = '', source }: ObjectNames): boolean =>
  name.startsWith('keda-hpa-') || source?.kind === 'ScaledObject';

const textOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string =>
  `${kind} ${name}`;

/**
 * What to know of a file whose object is not the recorded one: of another service, or a second autoscaler of the same one. Names
 * may differ from one environment to another, so it is no reason to refuse the file.
 */
export const otherObjectTexts = (
  { kind, name, target }: Pick<Reading, 'kind' | 'name' | 'target'>,
  { source, target: recordedTarget }: ObjectNames,
): readonly string[] => {
  if (recordedTarget !== undefined && target !== undefined && textOf(target) !== textOf(recordedTarget))
    return [
      `it scales ${textOf(target)}, and the recorded service is ${textOf(recordedTarget)}: the advice holds for this file only if both are the same service`,
    ];
  if (kind === 'HorizontalPodAutoscaler' && source?.kind === 'ScaledObject')
    return [
      `KEDA makes the HPA of ${textOf(source)} and overwrites it: give the file of that with --settings`,
    ];
  if (source === undefined || name === null || kind !== source.kind || name === source.name) return [];
  return [
    `its name is ${name}, and the recorded ${source.kind} is ${source.name}: where both are in one namespace, they fight over the replicas`,
  ];
};
