import { basename } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { secretVariablesOf } from '../plan/secrets.ts';

const reads = (text: string, variable: string): boolean =>
  new RegExp(`__ENV(?:\\??\\.${variable}\\b|(?:\\?\\.)?\\[\\s*["'\`]${variable}["'\`]\\s*\\])`).test(text) ||
  new RegExp(`\\{[^{}]*\\b${variable}\\b[^{}]*\\}\\s*=\\s*__ENV\\b`).test(text);

/**
 * Refuses a script that reads a key of the config from `__ENV`: it would send "undefined" in its place.
 *
 * @param text the bundled script
 * @throws HeadroomError E_SCENARIO with every such variable
 */
export const refuseKeysInEnvironment = (
  { script, endpoints }: Pick<ResolvedConfig, 'script' | 'endpoints'>,
  text: string,
): void => {
  const read = secretVariablesOf(endpoints).filter((variable) => reads(text, variable));
  if (script === undefined || read.length === 0) return;
  throw new HeadroomError(
    'E_SCENARIO',
    read.map((variable) => ({
      what: `${basename(script)} reads __ENV.${variable}, which the config names as a key: keys are not in a script's environment`,
      where: script,
      fix: `import secrets from 'k6/secrets', and await secrets.get('${variable}') in an async function; or keep the script's key in a variable of another name`,
    })),
  );
};
