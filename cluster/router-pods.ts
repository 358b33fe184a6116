import { azuremlFe } from '../planner/platforms/azureml-v1.ts';
import type { RouterPodsLine } from '../runs/schema/cluster-series.ts';
import { type Connection, requestTimeoutMs } from './connect/kube-client.ts';
import { isReady, type PodObject } from './doctor/objects.ts';
import { listAll } from './list.ts';

const { selector, namespaces } = azuremlFe.pods.value;

type Place = { readonly client: Connection; readonly namespace: string | null };

/** null: they could not be read, mostly as this account may not. */
const podsIn = async ({ client, namespace }: Place): Promise<readonly PodObject[] | null> => {
  const resource = { group: '', version: 'v1', namespace, name: 'pods', selector };
  const listed = await listAll({ client, resource, requestMs: requestTimeoutMs });
  return listed.kind === 'listed' ? (listed.items as readonly PodObject[]) : null;
};

/** Of the whole cluster, or of all namespaces in which a router is documented to be; null: not all of them could be read. */
const routerPods = async (client: Connection): Promise<readonly PodObject[] | null> => {
  const everywhere = await podsIn({ client, namespace: null });
  if (everywhere !== null) return everywhere;
  const each = await Promise.all(namespaces.map((namespace) => podsIn({ client, namespace })));
  return each.every((pods) => pods !== null) ? each.flat() : null;
};

/**
 * Counts the pods of azureml-fe that serve: how many routers there may be that do not know of each other's requests.
 *
 * @param atMs when it is looked, Unix milliseconds
 * @returns a line for each namespace that has some; null: they could not be read
 */
export const readRouterPods = async (client: Connection, atMs: number): Promise<RouterPodsLine[] | null> => {
  const pods = await routerPods(client);
  if (pods === null) return null;
  const byNamespace = Map.groupBy(pods.filter(isReady), ({ metadata }) => metadata?.namespace ?? 'default');
  return [...byNamespace].map(([namespace, ready]) => ({
    kind: 'routerPods',
    atMs,
    namespace,
    ready: ready.length,
  }));
};
