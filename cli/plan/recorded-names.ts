import type { DialectName, ObjectNames } from '../../planner/settings/index.ts';
import type { Recording } from '../../planner/timeline/recording.ts';

/** The one name of objects of a kind that the recording saw last alive; undefined: none, or several. */
const onlyName = ({ cluster }: Recording, kind: 'autoscaler' | 'deployment'): string | undefined => {
  const alive = new Map<string, boolean>();
  for (const line of cluster) if (line.kind === kind) alive.set(line.name, !line.deleted);
  const names = [...alive].filter(([, isAlive]) => isAlive).map(([name]) => name);
  return names.length === 1 ? names[0] : undefined;
};

/** The objects that the recording saw scale the service. */
export const recordedObjects = (
  recording: Recording,
): { readonly autoscaler: string | undefined; readonly deployment: string | undefined } => ({
  autoscaler: onlyName(recording, 'autoscaler'),
  deployment: onlyName(recording, 'deployment'),
});

/**
 * What the recorded service calls its objects, for a new settings file: an HPA of another name would be a second one, and
 * the two would fight over the replicas. Of Knative and KEDA the recording holds the objects that those made.
 */
export const recordedNames = (recording: Recording, dialect: DialectName): ObjectNames => {
  const { cluster } = recording.run.config;
  const { autoscaler, deployment } = recordedObjects(recording);
  const target =
    deployment === undefined
      ? {}
      : { target: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment } };
  // The name of an HPA without that of its target would point it at another one.
  const name = dialect === 'hpa' && deployment !== undefined ? (autoscaler ?? deployment) : undefined;
  return {
    ...(dialect === 'knative' ? {} : target),
    ...(name !== undefined && { name }),
    ...(name !== undefined && cluster && { namespace: cluster.namespace }),
  };
};

/** Whether KEDA made the recorded HPA: a file of it would be overwritten. */
export const isMadeByKeda = ({ name = '' }: ObjectNames): boolean => name.startsWith('keda-hpa-');
