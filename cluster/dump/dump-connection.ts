import { matchesLabels } from '../../runs/schema/label-selector.ts';
import type { Connection, KubeAnswer, KubeRequest, KubeWatch } from '../connect/kube-client.ts';
import { nameOf } from '../lines/raw.ts';
import type { Dumped, DumpedObject } from './objects.ts';

/** The API's word for a kind in paths: that of Kubernetes for its own, else by its rule. */
const pluralOf = (kind: string): string => {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
};

const ok = (body: unknown): KubeAnswer => ({ kind: 'answer', status: 200, body, dateMs: null });
const refused = (status: number, message: string): KubeAnswer => ({
  kind: 'answer',
  status,
  body: { kind: 'Status', code: status, message },
  dateMs: null,
});

/** With a number of replicas, it can be scaled, whatever it is. */
const isScaled = (object: DumpedObject): boolean =>
  typeof (object as { spec?: { replicas?: unknown } }).spec?.replicas === 'number';

const groupsAnswer = ({ objects }: Dumped): KubeAnswer => {
  const groups = objects.flatMap(({ apiVersion }) =>
    apiVersion.includes('/') ? apiVersion.split('/')[0]! : [],
  );
  return ok({ groups: [...new Set(groups)].map((name) => ({ name })) });
};

const resourcesAnswer = ({ objects }: Dumped, apiVersion: string): KubeAnswer => {
  const own = objects.filter((object) => object.apiVersion === apiVersion);
  const kinds = [...Map.groupBy(own, ({ kind }) => kind)];
  return ok({
    resources: kinds.flatMap(([kind, some]) => {
      const name = pluralOf(kind);
      return [{ name, kind }, ...(some.some(isScaled) ? [{ name: `${name}/scale`, kind: 'Scale' }] : [])];
    }),
  });
};

const listPath =
  /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<plural>[^/]+)$/;

const groupOf = ({ apiVersion }: DumpedObject): string =>
  apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';

const listAnswer = ({ objects, kinds }: Dumped, { path, query = {} }: KubeRequest): KubeAnswer => {
  const { group = '', namespace, plural = '' } = listPath.exec(path)?.groups ?? {};
  // What is not in the dump is not known to be absent from the cluster.
  if (!kinds.some((kind) => pluralOf(kind) === plural)) return refused(403, plural);
  const { labelSelector, fieldSelector } = query;
  const only = fieldSelector?.replace('metadata.name=', '');
  if (labelSelector !== undefined && matchesLabels(labelSelector, {}) === null)
    return refused(400, labelSelector);
  const items = objects.filter(
    (object) =>
      pluralOf(object.kind) === plural &&
      // Of events there are two groups, and of an object several versions: a dump has one.
      (groupOf(object) === group || object.kind === 'Event') &&
      (namespace === undefined || (object.metadata.namespace ?? 'default') === namespace) &&
      (only === undefined || nameOf(object) === only) &&
      (labelSelector === undefined || matchesLabels(labelSelector, object.metadata.labels ?? {}) === true),
  );
  return ok({ metadata: { resourceVersion: '1' }, items });
};

/** Nothing changes in a dump: a watch says nothing until it is ended. */
const watchNothing = ({ signal, onOpen }: KubeWatch): Promise<{ readonly kind: 'ended' }> =>
  new Promise((resolve) => {
    onOpen();
    const end = (): void => resolve({ kind: 'ended' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/**
 * Objects that were dumped from a cluster, served as an API server serves them. They become the same lines as in a live
 * watch. Kinds that the dump does not hold are refused (403): whether there are any is unknown.
 */
export const dumpConnection = (dumped: Dumped, server: string): Connection => ({
  server,
  plugin: null,
  watch: watchNothing,
  readLog: () => Promise.resolve({ kind: 'refused', status: 405, reason: 'a dump has no logs' }),
  request: async (request) => {
    const { path, method = 'GET' } = request;
    if (method !== 'GET') return refused(405, method);
    if (path === '/version') return ok({});
    if (path === '/apis') return groupsAnswer(dumped);
    const apiVersion = /^\/(?:api|apis)\/((?:[^/]+\/)?v[^/]+)$/.exec(path)?.[1];
    return apiVersion === undefined ? listAnswer(dumped, request) : resourcesAnswer(dumped, apiVersion);
  },
});
