import { type Cluster, openCluster } from '../../cluster/connect/open.ts';
import { ownSelector } from '../../cluster/runners/names.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';

/** The namespace in which runners of a config are made. */
export const runnersNamespace = ({ load, cluster }: Pick<ResolvedConfig, 'load' | 'cluster'>): string => {
  const own = load.runners?.where === 'cluster' ? load.runners.namespace : undefined;
  return own ?? cluster?.namespace ?? 'default';
};

/**
 * The way to the cluster in which runners are made: the one that the config's `cluster` names.
 *
 * @throws HeadroomError E_CLUSTER for a kubeconfig that can't be read
 */
export const runnersCluster = async (
  config: Pick<ResolvedConfig, 'load' | 'cluster'>,
): Promise<Cluster['access']> => {
  const { kubeconfig, context } = config.cluster ?? {};
  const cluster = await openCluster({
    kubeconfig,
    context,
    namespace: runnersNamespace(config),
    selector: ownSelector,
  });
  return cluster.access;
};
