import { toAutoscalerLine } from './lines/autoscaler.ts';
import type { ObjectLine } from './lines/deleted.ts';
import { toEventLine } from './lines/event.ts';
import { toNodeLine } from './lines/node.ts';
import { toPodLine } from './lines/pod.ts';
import { nameOf, type RawEvent, type RawObject, type RawScaler } from './lines/raw.ts';
import { toScalerLine } from './lines/scaler.ts';
import { toScalingObject } from './lines/scaling-object.ts';
import { toDeploymentLine, toReplicaSetLine, toWorkloadLine } from './lines/workload.ts';

/** One kind of object that is watched, under its name in the API ("pods"), which `gap` and `unknown` lines use too. */
export type Resource = {
  readonly name: string;
  /** API group, '' for the core one. */
  readonly group: string;
  readonly version: string;
  /** null: belongs to the cluster, not to a namespace. */
  readonly namespace: string | null;
  /** Label selector, or null for all. */
  readonly selector: string | null;
  /** The one object that is meant; absent: all that the selector matches. */
  readonly only?: string;
  /** An API that a cluster may lack altogether: then there are no such objects, which is no lack of knowledge. */
  readonly optional: boolean;
  readonly toLine: (raw: RawObject, atMs: number) => ObjectLine;
  /** `Kind/name` of the object that must be part of the service for this one to matter; null: always matters. */
  readonly subjectOf: (raw: RawObject) => string | null;
  /** `Kind/name` under which events and autoscalers refer to this object; null: nothing is looked up by it. */
  readonly keyOf: (raw: RawObject) => string | null;
};

const keyed =
  (kind: string) =>
  (raw: RawObject): string =>
    `${kind}/${nameOf(raw)}`;
const none = (): null => null;

const scaledBy = (raw: RawScaler): string => {
  const { target } = toScalingObject(raw, { apiVersion: '', kind: '' });
  return `${target?.kind ?? ''}/${target?.name ?? ''}`;
};
const eventSubject = (raw: RawEvent): string =>
  `${raw.involvedObject?.kind ?? ''}/${raw.involvedObject?.name ?? ''}`;

/**
 * All that tells how a service scales. Its Deployments, ReplicaSets and Pods carry the selector's labels; events
 * and autoscalers don't, and are picked by the object that they are about.
 */
export const resourcesOf = (place: { readonly namespace: string; readonly selector: string }): Resource[] => {
  const labelled = { ...place, optional: false, subjectOf: none };
  const unlabelled = { namespace: place.namespace, selector: null };
  return [
    {
      ...labelled,
      name: 'deployments',
      group: 'apps',
      version: 'v1',
      toLine: toDeploymentLine,
      keyOf: keyed('Deployment'),
    },
    {
      ...labelled,
      name: 'replicasets',
      group: 'apps',
      version: 'v1',
      toLine: toReplicaSetLine,
      keyOf: keyed('ReplicaSet'),
    },
    { ...labelled, name: 'pods', group: '', version: 'v1', toLine: toPodLine, keyOf: keyed('Pod') },
    {
      ...unlabelled,
      name: 'events',
      group: '',
      version: 'v1',
      optional: false,
      toLine: toEventLine,
      subjectOf: eventSubject,
      keyOf: none,
    },
    {
      name: 'nodes',
      group: '',
      version: 'v1',
      namespace: null,
      selector: null,
      optional: false,
      toLine: toNodeLine,
      subjectOf: none,
      keyOf: none,
    },
    {
      ...unlabelled,
      name: 'horizontalpodautoscalers',
      group: 'autoscaling',
      version: 'v2',
      optional: true,
      toLine: toAutoscalerLine,
      subjectOf: scaledBy,
      keyOf: keyed('HorizontalPodAutoscaler'),
    },
  ];
};

/** What makes an HPA, or scales without one, by the group of its API: a cluster may have none of them. */
const scalers = [
  { group: 'keda.sh', version: 'v1alpha1', name: 'scaledobjects', kind: 'ScaledObject' },
  { group: 'http.keda.sh', version: 'v1alpha1', name: 'httpscaledobjects', kind: 'HTTPScaledObject' },
  {
    group: 'autoscaling.internal.knative.dev',
    version: 'v1alpha1',
    name: 'podautoscalers',
    kind: 'PodAutoscaler',
  },
] as const;

/**
 * The scaling objects of KEDA and Knative, as far as the cluster serves their groups. A cluster without them says 403, not
 * 404, to an account without rights on them, so only its own list of groups tells the two apart.
 */
export const scalersOf = (namespace: string, groups: ReadonlySet<string>): Resource[] =>
  scalers
    .filter(({ group }) => groups.has(group))
    .map(({ kind, ...api }) => ({
      ...api,
      namespace,
      selector: null,
      optional: true,
      toLine: toScalerLine({ apiVersion: `${api.group}/${api.version}`, kind }),
      subjectOf: scaledBy,
      keyOf: keyed(kind),
    }));

/** A kind of object as the API serves it. */
export type ServedKind = Pick<Resource, 'group' | 'version' | 'name'> & {
  readonly kind: string;
  /** It has a number of replicas that an autoscaler may set. */
  readonly isScalable: boolean;
};

/** Lines of the kinds that have words of their own in the recording. */
const toLineOf = ({ group, version, name, kind }: ServedKind): Resource['toLine'] => {
  if (group === 'apps' && kind === 'Deployment') return toDeploymentLine;
  if (group === 'apps' && kind === 'ReplicaSet') return toReplicaSetLine;
  return toWorkloadLine({ apiVersion: `${group}/${version}`, kind, resource: name });
};

/** One object that pods of the service belong to and that the selector does not match. */
export const ownerResource = (served: ServedKind, namespace: string, only: string): Resource => ({
  group: served.group,
  version: served.version,
  name: served.name,
  namespace,
  selector: null,
  only,
  optional: false,
  toLine: toLineOf(served),
  subjectOf: none,
  keyOf: keyed(served.kind),
});

/**
 * Where a resource is listed and watched.
 *
 * @example pathOf({ group: 'apps', version: 'v1', namespace: 'default', name: 'deployments' })
 * // '/apis/apps/v1/namespaces/default/deployments'
 */
export const pathOf = (resource: Pick<Resource, 'group' | 'version' | 'namespace' | 'name'>): string =>
  [
    resource.group === '' ? '/api' : `/apis/${resource.group}`,
    resource.version,
    ...(resource.namespace === null ? [] : ['namespaces', resource.namespace]),
    resource.name,
  ].join('/');

/** Which objects of a resource are asked for, as the API takes it. */
export const matchOf = ({ selector, only }: Pick<Resource, 'selector' | 'only'>): Record<string, string> => ({
  ...(selector !== null && { labelSelector: selector }),
  ...(only !== undefined && { fieldSelector: `metadata.name=${only}` }),
});
