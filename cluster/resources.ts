import { toAutoscalerLine } from './lines/autoscaler.ts';
import type { ObjectLine } from './lines/deleted.ts';
import { toEventLine } from './lines/event.ts';
import { toNodeLine } from './lines/node.ts';
import { toPodLine } from './lines/pod.ts';
import { nameOf, type RawAutoscaler, type RawEvent, type RawObject } from './lines/raw.ts';
import { toDeploymentLine, toReplicaSetLine } from './lines/workload.ts';

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

const autoscalerTarget = (raw: RawAutoscaler): string =>
  `${raw.spec?.scaleTargetRef?.kind ?? ''}/${raw.spec?.scaleTargetRef?.name ?? ''}`;
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
      subjectOf: autoscalerTarget,
      keyOf: keyed('HorizontalPodAutoscaler'),
    },
  ];
};

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
