/** A kind of object that the API serves, and the fields by which it can be selected. */
export type ResourceKind = {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly selectableFields: readonly string[];
};

const reading = ['get', 'list', 'watch'];
const named = ['metadata.name'];
const placed = ['metadata.name', 'metadata.namespace'];

const core = { group: '', version: 'v1', verbs: reading };
const apps = { group: 'apps', version: 'v1', namespaced: true, selectableFields: placed };

/** The subset of Kubernetes that tells how a service scales. */
export const resourceKinds: readonly ResourceKind[] = [
  {
    ...core,
    name: 'namespaces',
    kind: 'Namespace',
    shortNames: ['ns'],
    namespaced: false,
    selectableFields: named,
  },
  {
    ...core,
    name: 'nodes',
    kind: 'Node',
    shortNames: ['no'],
    namespaced: false,
    selectableFields: named,
  },
  {
    ...core,
    name: 'pods',
    kind: 'Pod',
    shortNames: ['po'],
    namespaced: true,
    selectableFields: [...placed, 'spec.nodeName', 'status.phase'],
  },
  {
    ...core,
    name: 'events',
    kind: 'Event',
    shortNames: ['ev'],
    namespaced: true,
    selectableFields: [
      ...placed,
      'involvedObject.kind',
      'involvedObject.name',
      'involvedObject.uid',
      'reason',
      'type',
    ],
  },
  {
    ...core,
    name: 'resourcequotas',
    kind: 'ResourceQuota',
    shortNames: ['quota'],
    namespaced: true,
    selectableFields: placed,
  },
  { ...apps, name: 'deployments', kind: 'Deployment', shortNames: ['deploy'], verbs: [...reading, 'patch'] },
  { ...apps, name: 'replicasets', kind: 'ReplicaSet', shortNames: ['rs'], verbs: reading },
  {
    name: 'horizontalpodautoscalers',
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    shortNames: ['hpa'],
    namespaced: true,
    verbs: reading,
    selectableFields: placed,
  },
];

/** `apiVersion` of a kind of object: group and version. */
export const apiVersionOf = ({ group, version }: Pick<ResourceKind, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** What a path under /api or /apis names; `name` undefined: the whole collection. */
export type ResourcePath = {
  readonly resource: ResourceKind;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
};

/**
 * Finds the resource of a path; undefined where the API has no such path.
 *
 * @example parseResourcePath('/api/v1/namespaces/default/pods/a')?.name // 'a'
 */
export const parseResourcePath = (path: string): ResourcePath | undefined => {
  const [root, ...parts] = path.split('/').slice(1).map(decodeURIComponent);
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'api' ? '' : parts.shift();
  const version = parts.shift();
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2;
  const namespace = inNamespace ? parts.splice(0, 2)[1] : undefined;
  const [plural, name, ...rest] = parts;
  if (rest.length > 0) return undefined;
  const resource = resourceKinds.find(
    (kind) => kind.name === plural && kind.group === group && kind.version === version,
  );
  if (!resource || (inNamespace && !resource.namespaced)) return undefined;
  if (resource.namespaced && name !== undefined && !inNamespace) return undefined;
  return { resource, namespace, name };
};
