import { lookup } from 'node:dns/promises';
import { readAllowedHost } from '../config/allowed-hosts.ts';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';

/**
 * Sees whether the names of the allowed hosts resolve: the generator pins their addresses, and a name that has none
 * is better told before the load.
 *
 * @throws HeadroomError E_ENDPOINT with every name that does not resolve
 */
export const checkHosts = async (allowedHosts: readonly string[]): Promise<void> => {
  const looked = await Promise.all(
    allowedHosts
      .map((entry) => readAllowedHost(entry)!.host)
      .map((name) =>
        lookup(name).then(
          () => [],
          (error: unknown) => [
            {
              what: `the host ${name} does not resolve: ${messageOf(error)}`,
              where: 'safety.allowedHosts / target.url',
              fix: 'check the name, and the VPN or DNS of a private cluster',
            },
          ],
        ),
      ),
  );
  const faults = looked.flat();
  if (faults.length > 0) throw new HeadroomError('E_ENDPOINT', faults);
};
