import type { ResolvedConfig } from '../../config/resolve.ts';
import { publicUrl } from '../../errors/redact/urls.ts';
import { lockForLoad } from '../../runs/load-lock.ts';
import type { Progress } from '../output/live.ts';

/**
 * The services of a config, by names that two configs of one service share: each address that is fired at, and the pods that
 * are watched, as other addresses may lead to them.
 */
const servicesOf = ({ endpoints, cluster }: ResolvedConfig): string[] => {
  const addresses = endpoints.map(({ url }) => publicUrl(url));
  if (cluster === undefined) return addresses;
  const { namespace, selector, context, kubeconfig } = cluster;
  const where = [context, kubeconfig].filter((part) => part !== undefined).join(' of ');
  return [...addresses, `the pods ${selector} in ${namespace}${where === '' ? '' : ` (${where})`}`];
};

/**
 * Keeps the services of a config for this process, until the disposal: no other one fires at them from the same folder of runs.
 *
 * @throws HeadroomError E_USAGE where another one does, E_DISK
 */
export const holdServices = (
  config: ResolvedConfig,
  { runsFolder, progress }: { readonly runsFolder: string; readonly progress: Progress },
): Promise<AsyncDisposable> => lockForLoad({ runsFolder, services: servicesOf(config), note: progress.note });
