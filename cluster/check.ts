import { type ErrorDetails, HeadroomError } from '../errors/headroom-error.ts';
import { explainSilence, explainUnauthorized, watchEndText } from './connect/connection-faults.ts';
import { type Connection, requestTimeoutMs, type WatchEnd } from './connect/kube-client.ts';
import type { Cluster } from './connect/open.ts';
import type { RawObject } from './lines/raw.ts';
import { type Listed, listAll } from './list.ts';
import { type Resource, resourcesOf } from './resources.ts';
import { forbiddenVerbs } from './review-access.ts';

/** What a test would see of the cluster. */
export type ClusterCheck =
  | {
      readonly kind: 'readable';
      /** How many objects the selector matches, by resource; what can't be read is missing. */
      readonly found: Readonly<Record<string, number>>;
      /** These objects themselves. */
      readonly objects: Readonly<Record<string, readonly RawObject[]>>;
      /** Resources that the report will call unknown, and why. */
      readonly unknown: readonly { readonly resource: string; readonly reason: string }[];
    }
  | { readonly kind: 'unreadable'; readonly problem: ErrorDetails };

/**
 * Looks at a cluster before any load is fired: can it be reached, does it know the account, which resources may be
 * read, what does the selector match. A report says what is unknown.
 *
 * @throws HeadroomError E_CLUSTER for a selector that the API server does not understand
 */
export const checkCluster = async (cluster: Cluster): Promise<ClusterCheck> => {
  if (cluster.access.kind === 'none') return { kind: 'unreadable', problem: cluster.access.problem };
  const { connection } = cluster.access;
  const problem = await knock(connection);
  if (problem !== null) return { kind: 'unreadable', problem };
  const looks = await Promise.all(resourcesOf(cluster).map((resource) => look(resource, connection)));
  const readable = looks.flatMap(({ name, items }) => (items === null ? [] : [[name, items] as const]));
  return {
    kind: 'readable',
    found: Object.fromEntries(readable.map(([name, items]) => [name, items.length])),
    objects: Object.fromEntries(readable),
    unknown: looks.flatMap(({ name, reason }) => (reason === null ? [] : [{ resource: name, reason }])),
  };
};

/** One request before the others: a login plugin is then asked for a token once, and fails once. null: it is answered. */
export const knock = async (connection: Connection): Promise<ErrorDetails | null> => {
  const answer = await connection.request({
    path: '/version',
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (answer.kind === 'silence') return explainSilence(answer, connection);
  return answer.status === 401 ? explainUnauthorized(connection) : null;
};

type Look = {
  readonly name: string;
  readonly items: readonly RawObject[] | null;
  readonly reason: string | null;
};

const look = async (resource: Resource, client: Connection): Promise<Look> => {
  const { name } = resource;
  const forbidden = await forbiddenVerbs(resource, client, AbortSignal.timeout(requestTimeoutMs));
  if (forbidden.length > 0)
    return {
      name,
      items: null,
      reason: `forbidden (403): this account may not ${forbidden.join(' or ')} ${name}`,
    };
  const listed = await listAll({ client, resource, requestMs: requestTimeoutMs });
  if (listed.kind === 'listed') return { name, items: listed.items, reason: null };
  if (resource.optional && isMissing(listed)) return { name, items: [], reason: null };
  refuseBadSelector(resource, listed);
  return { name, items: null, reason: watchEndText(listed, name) };
};

const isMissing = (end: Listed | WatchEnd): boolean => end.kind === 'refused' && end.status === 404;

const refuseBadSelector = ({ selector }: Resource, end: WatchEnd) => {
  if (end.kind === 'refused' && end.status === 400 && selector !== null)
    throw new HeadroomError('E_CLUSTER', {
      what: `the API server does not understand the selector "${selector}": ${end.reason}`,
      where: 'cluster.selector',
      fix: 'write it as for `kubectl get pods -l`, e.g. app=score,tier!=test',
    });
};
