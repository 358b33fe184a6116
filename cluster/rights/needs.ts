import { resourcesOf } from '../resources.ts';
import { resourceOf, type WritableKind } from '../write/object-ref.ts';

type Verb = 'get' | 'list' | 'watch' | 'patch' | 'create' | 'delete';

/** One right that a feature needs: verbs on a resource of the namespace, or of the whole cluster. */
export type Need = {
  /** API group, '' for the core one. */
  readonly group: string;
  /** As paths of the API call it: "pods". */
  readonly name: string;
  readonly verbs: readonly Verb[];
  readonly isOfCluster?: true;
  /** The one object that is meant; absent: all. */
  readonly only?: string;
};

/** What is recorded is listed, then watched. */
export const recorded = ['list', 'watch'] as const;

/** What every test and `doctor` read, whatever the service is made of. */
export const baseNeeds = (namespace: string): readonly Need[] => [
  ...resourcesOf({ namespace, selector: '' }).map(
    (resource): Need => ({
      group: resource.group,
      name: resource.name,
      verbs: recorded,
      ...(resource.namespace === null && { isOfCluster: true }),
    }),
  ),
  // That the namespace exists, where nothing is found in it.
  { group: '', name: 'namespaces', verbs: ['get'], only: namespace },
  // How much it may hold.
  { group: '', name: 'resourcequotas', verbs: ['list'] },
];

/**
 * What tells how much room is left for more replicas: pods of all namespaces, and what the cluster autoscaler says of itself.
 * Without it the room counts as unknown, so it is asked for apart: it lets an account read every pod.
 */
export const roomNeeds: readonly Need[] = [
  { group: '', name: 'pods', verbs: ['list'], isOfCluster: true },
  { group: '', name: 'configmaps', verbs: ['get'], isOfCluster: true, only: 'cluster-autoscaler-status' },
];

/** What `explain --logs <pod>` reads. */
export const logNeeds: readonly Need[] = [
  { group: '', name: 'pods', verbs: ['get'] },
  { group: '', name: 'pods/log', verbs: ['get'] },
];

/** What `apply` and `rollback` need on the object that they write to; without a name, on all of its kind. */
export const writeNeeds = (kind: WritableKind, only?: string): readonly Need[] => {
  const [name = '', ...group] = resourceOf(kind).split('.');
  const need = { group: group.join('.'), name };
  const own: Need = { ...need, verbs: ['get', 'patch'], ...(only !== undefined && { only }) };
  // Which Knative Service a revision is of is found among all of them.
  return kind === 'Service' || kind === 'InferenceService'
    ? [own, { group: 'serving.knative.dev', name: 'services', verbs: ['list'] }]
    : [own];
};

const list = (group: string, name: string): Need => ({ group, name, verbs: recorded });

/** What a service may be made of beside a Deployment with an HPA: what is read of it, and what `apply` writes to. */
const kinds = {
  statefulset: { read: [list('apps', 'statefulsets')], write: ['HorizontalPodAutoscaler'] },
  rollout: { read: [list('argoproj.io', 'rollouts')], write: ['HorizontalPodAutoscaler'] },
  keda: { read: [list('keda.sh', 'scaledobjects')], write: ['ScaledObject'] },
  'keda-http': { read: [list('http.keda.sh', 'httpscaledobjects')], write: ['HTTPScaledObject'] },
  knative: {
    read: [list('autoscaling.internal.knative.dev', 'podautoscalers')],
    write: ['Service'],
  },
  kserve: {
    read: [list('autoscaling.internal.knative.dev', 'podautoscalers')],
    write: ['InferenceService'],
  },
  // Its number of replicas is what is written.
  'no-autoscaler': { read: [], write: [] },
} as const satisfies Readonly<
  Record<string, { readonly read: readonly Need[]; readonly write: readonly WritableKind[] }>
>;

/** A name of what a service may be made of. */
export type ServiceKind = keyof typeof kinds;

/** All of these names. */
export const serviceKinds = Object.keys(kinds) as readonly ServiceKind[];

/** Of the names, those of autoscalers. */
export const scalerKinds: readonly ServiceKind[] = ['keda', 'keda-http', 'knative', 'kserve'];

/** The rights that a service needs: for reading always, for writing where it is asked for. */
export type ServiceNeeds = { readonly read: readonly Need[]; readonly write: readonly Need[] };

const writtenOf = (named: readonly ServiceKind[]): readonly WritableKind[] => {
  if (named.includes('no-autoscaler')) return [named.includes('statefulset') ? 'StatefulSet' : 'Deployment'];
  return named.length === 0 ? ['HorizontalPodAutoscaler'] : named.flatMap((name) => kinds[name].write);
};

/** The rights for a service as a person describes it. Without a kind it is a Deployment with an HPA. */
export const needsOfKinds = (namespace: string, named: readonly ServiceKind[]): ServiceNeeds => {
  const written = writtenOf(named);
  return {
    read: [...baseNeeds(namespace), ...named.flatMap((name): readonly Need[] => kinds[name].read)],
    write: [...new Set(written)].flatMap((kind) => writeNeeds(kind)),
  };
};
