import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ReadAnswer, read } from '../../../sandbox/kube-api/read.ts';
import {
  apiVersionOf,
  type ResourceKind,
  type ResourcePath,
  resourceKinds,
} from '../../../sandbox/kube-api/resources.ts';
import type { Store } from '../../../sandbox/kube-api/store.ts';
import { serveWatch } from '../../../sandbox/kube-api/watch.ts';

const scaler = {
  version: 'v1alpha1',
  shortNames: [],
  namespaced: true,
  verbs: ['get', 'list', 'watch'],
  selectableFields: ['metadata.name', 'metadata.namespace'],
};

/** What the sandbox serves, and the scaling objects of KEDA and Knative where a scenario has them. */
const allKinds: readonly ResourceKind[] = [
  ...resourceKinds,
  { ...scaler, group: 'keda.sh', name: 'scaledobjects', kind: 'ScaledObject' },
  { ...scaler, group: 'http.keda.sh', name: 'httpscaledobjects', kind: 'HTTPScaledObject' },
  {
    ...scaler,
    group: 'autoscaling.internal.knative.dev',
    name: 'podautoscalers',
    kind: 'PodAutoscaler',
  },
];

const pathOf = (pathname: string, kinds: readonly ResourceKind[]): ResourcePath | null => {
  const match =
    /^\/api(?:s\/(?<group>[^/]+))?\/(?<version>[^/]+)(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?$/.exec(
      pathname,
    );
  if (match === null) return null;
  const { group = '', version, namespace, plural, name } = match.groups as Record<string, string | undefined>;
  const resource = kinds.find(
    (kind) => kind.name === plural && kind.group === group && kind.version === version,
  );
  return resource ? { resource, namespace, name } : null;
};

const groupsOf = (kinds: readonly ResourceKind[]) => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...new Set(kinds.filter(({ group }) => group !== '').map(apiVersionOf))].map((groupVersion) => ({
    name: groupVersion.split('/')[0],
    versions: [{ groupVersion, version: groupVersion.split('/')[1] }],
    preferredVersion: { groupVersion, version: groupVersion.split('/')[1] },
  })),
});

const scalable = new Set(['deployments', 'replicasets']);

const resourceListOf = (groupVersion: string, kinds: readonly ResourceKind[]) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion,
  resources: kinds
    .filter((kind) => apiVersionOf(kind) === groupVersion)
    .flatMap(({ name, kind, namespaced, verbs }) => [
      { name, singularName: kind.toLowerCase(), namespaced, kind, verbs },
      ...(scalable.has(name) ? [{ name: `${name}/scale`, namespaced, kind: 'Scale', verbs }] : []),
    ]),
});

const documentAt = (pathname: string, kinds: readonly ResourceKind[]): unknown => {
  if (pathname === '/version') return { major: '1', minor: '36', gitVersion: 'v1.36.3' };
  if (pathname === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (pathname === '/apis') return groupsOf(kinds);
  const groupVersion = /^\/(?:api|apis)\/((?:[^/]+\/)?v[^/]+)$/.exec(pathname)?.[1];
  return groupVersion === undefined ? null : resourceListOf(groupVersion, kinds);
};

const send = (response: ServerResponse, code: number, body: unknown): void => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

const deliver = (reply: ReadAnswer, response: ServerResponse): void => {
  if (reply.kind === 'watch') serveWatch(reply.watch, response);
  else if (reply.kind === 'failure') send(response, reply.status.code, reply.status);
  else send(response, 200, reply.body);
};

const missing = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };

/**
 * A Kubernetes API for reading what a scenario puts into its store: discovery, get, list, watch, access reviews.
 *
 * @param groups of KEDA and Knative that this cluster has
 */
export const createKubeServer = (store: Store, groups: readonly string[]): Server => {
  const kinds = allKinds.filter(({ group }) => !/keda|knative/.test(group) || groups.includes(group));
  const answer = ({ url }: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(url ?? '/', 'http://lab');
    const document = documentAt(pathname, kinds);
    const path = pathOf(pathname, kinds);
    if (pathname.endsWith('/selfsubjectaccessreviews'))
      send(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed: true } });
    else if (document !== null) send(response, 200, document);
    else if (path === null) send(response, 404, missing);
    else deliver(read(store, path, searchParams), response);
  };
  return createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
};
