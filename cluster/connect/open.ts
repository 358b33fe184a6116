import { type ErrorDetails, HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { nearestFirst } from '../nearest-first.ts';
import { readKubeconfig } from './client.ts';
import type { Connection, Kubeconfig } from './kube-client.ts';

/** Which cluster, and which service in it. */
export type ClusterOptions = {
  /** A file; by default what kubectl uses: KUBECONFIG, ~/.kube/config, the service account of the tool's pod. */
  readonly kubeconfig?: string | undefined;
  /** By default the kubeconfig's current context. */
  readonly context?: string | undefined;
  readonly namespace: string;
  /** Label selector of the service's Deployment, ReplicaSets and Pods. */
  readonly selector: string;
};

/** The part of a cluster that a test looks at, and the way to it; or why there is none. */
export type Cluster = {
  readonly namespace: string;
  readonly selector: string;
  readonly access:
    | { readonly kind: 'connected'; readonly context: string; readonly connection: Connection }
    | { readonly kind: 'none'; readonly problem: ErrorDetails };
};

/**
 * Opens the way to a cluster; sends nothing yet. Where no kubeconfig exists or none of its contexts is chosen, the
 * cluster is opened without access and everything about it stays unknown: the load can still be fired.
 *
 * @throws HeadroomError E_CLUSTER for a kubeconfig that can't be read and for a context that it does not hold
 */
export const openCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const place = { namespace: options.namespace, selector: options.selector };
  const source = options.kubeconfig ?? process.env['KUBECONFIG'] ?? '~/.kube/config';
  const kubeconfig = await readKubeconfig(options.kubeconfig).catch((cause: unknown) => {
    throw new HeadroomError('E_CLUSTER', {
      what: `the kubeconfig can't be read: ${messageOf(cause)}`,
      where: source,
      fix: 'set cluster.kubeconfig to a file that `kubectl --kubeconfig` accepts',
      cause,
    });
  });
  if (kubeconfig === null) return { ...place, access: { kind: 'none', problem: noKubeconfig } };
  const context = options.context ?? kubeconfig.currentContext;
  if (context === null) return { ...place, access: { kind: 'none', problem: noContext(kubeconfig, source) } };
  return {
    ...place,
    access: { kind: 'connected', context, connection: connect(kubeconfig, context, source) },
  };
};

const noKubeconfig: ErrorDetails = {
  what: 'there is no kubeconfig on this machine',
  where: 'KUBECONFIG, ~/.kube/config',
  fix: 'set cluster.kubeconfig, or fetch one (az aks get-credentials -g GROUP -n CLUSTER)',
};

const noContext = ({ contexts }: Kubeconfig, where: string): ErrorDetails => ({
  what: 'the kubeconfig has no current context',
  where,
  fix:
    contexts.length === 0
      ? 'fetch a kubeconfig with a context'
      : `set cluster.context to one of: ${contexts.slice(0, 10).join(', ')}`,
});

const connect = (kubeconfig: Kubeconfig, context: string, where: string): Connection => {
  const { contexts } = kubeconfig;
  if (!contexts.includes(context))
    throw new HeadroomError('E_CLUSTER', {
      what: `the kubeconfig has no context "${context}"`,
      where: `cluster.context, ${where}`,
      fix:
        contexts.length === 0
          ? 'it has no contexts at all'
          : `contexts that exist: ${nearestFirst(context, contexts).join(', ')}`,
    });
  const connection = kubeconfig.connect(context);
  if (connection === null)
    throw new HeadroomError('E_CLUSTER', {
      what: `the context "${context}" names a cluster that the kubeconfig does not hold`,
      where,
      fix: 'fetch the kubeconfig again, or choose another context',
    });
  return connection;
};
