import type { Connection } from '../../cluster/connect/kube-client.ts';
import { openCluster } from '../../cluster/connect/open.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

/** The cluster that is written to, by the name of its context. */
export type Place = { readonly context: string; readonly connection: Connection };

/**
 * The cluster of a config, to be written to.
 *
 * @throws HeadroomError E_USAGE if the config names none; E_CLUSTER
 */
export const placeOf = async ({ cluster }: ResolvedConfig): Promise<Place> => {
  if (cluster === undefined) {
    throw new HeadroomError('E_USAGE', {
      what: 'the config names no cluster to write settings to',
      where: 'cluster',
      fix: 'set cluster.namespace and cluster.selector, or apply.command',
    });
  }
  const { access } = await openCluster(cluster);
  if (access.kind === 'none') throw new HeadroomError('E_CLUSTER', access.problem);
  return { context: access.context, connection: access.connection };
};
