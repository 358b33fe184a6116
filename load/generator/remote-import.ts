import { basename } from 'node:path';
import { hostAndPort } from '../../config/allowed-hosts.ts';
import type { ErrorDetails } from '../../errors/headroom-error.ts';
import type { ScriptCheck } from './ask-k6.ts';

/** How k6 names a module that it could not get, and why. */
const failed = /The moduleSpecifier "(https:\/\/([^/"]+)[^"]*)" couldn't be retrieved.*?Error : (.*)/s;

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/**
 * What to say of a module that the script imports from the network and that did not come. `undefined` where k6 says
 * something else.
 *
 * @param reason what k6 logged
 */
export const remoteImportFault = (
  reason: string,
  { config: { script, file, safety } }: Pick<ScriptCheck, 'config'>,
): ErrorDetails | undefined => {
  const [, url, host, why = ''] = failed.exec(reason) ?? [];
  if (url === undefined || host === undefined) return undefined;
  const where = script ?? file;
  const copy = 'save a copy beside the script and import that';
  if (!why.includes('outside the fence'))
    return {
      what: `${basename(where)} imports ${url}, which could not be loaded: ${why}`,
      where,
      fix: `correct the import, or ${copy}`,
    };
  return {
    what: `${basename(where)} imports ${url}, and ${host} is not in safety.allowedHosts`,
    where,
    fix: `${copy}; or let k6 load it: safety: { allowedHosts: [${quoted([...safety.allowedHosts, hostAndPort(url)])}] }`,
  };
};
