import { type Connection, requestTimeoutMs } from '../connect/kube-client.ts';
import { nameOf } from '../lines/raw.ts';
import { listAll } from '../list.ts';
import { nearestFirst } from '../nearest-first.ts';
import { type DoctorLine, fine } from './line.ts';

const namespaces = { group: '', version: 'v1', namespace: null, name: 'namespaces', selector: null } as const;

const missing = async (namespace: string, client: Connection): Promise<DoctorLine> => {
  const all = await listAll({ client, resource: namespaces, requestMs: requestTimeoutMs });
  const names = all.kind === 'listed' ? nearestFirst(namespace, all.items.map(nameOf)) : [];
  return {
    level: 'problem',
    topic: 'namespace',
    isBlind: true,
    what: `there is no namespace "${namespace}"`,
    where: 'cluster.namespace',
    fix:
      names.length === 0
        ? 'set cluster.namespace to the one that the service runs in (kubectl get namespaces)'
        : `set cluster.namespace; namespaces there: ${names.join(', ')}`,
  };
};

/**
 * Whether the namespace exists. Few accounts may look at namespaces; then what lies in it is the only sign: a list of a
 * namespace that does not exist is empty.
 */
export const namespaceLine = async (
  namespace: string,
  client: Connection,
  isInhabited: boolean,
): Promise<DoctorLine> => {
  if (isInhabited) return fine('namespace', `"${namespace}"`);
  const signal = AbortSignal.timeout(requestTimeoutMs);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const answer = await client.request({ path, signal });
  if (answer.kind === 'answer' && answer.status === 200) return fine('namespace', `"${namespace}"`);
  if (answer.kind === 'answer' && answer.status === 404) return missing(namespace, client);
  return {
    level: 'warning',
    topic: 'namespace',
    what: `this account may not look whether there is a namespace "${namespace}", and nothing was found in it`,
    where: 'cluster.namespace',
    fix: 'compare it with the namespace that the service runs in',
  };
};
