import { extname, join } from 'node:path';
import type { Message, Plugin } from 'esbuild';
import type { ErrorDetails } from '../../errors/headroom-error.ts';
import { editDistance } from '../../errors/nearest.ts';

/** .ts in a checkout, .js in the installed package. */
const ownExtension = extname(import.meta.filename);

/** Absolute path of one of the project's own modules, given without extension from the project's root. */
export const ownModule = (path: string): string =>
  join(import.meta.dirname, '../..', `${path}${ownExtension}`);

const ownPackageName = 'headroom-own-package';

/** Another module of this package, which is found where it is installed. */
const installed = 'kube-headroom/planner';

const importText = "import { defineConfig } from 'kube-headroom'";

/** As near as a slip of the hand. */
const slipMost = 2;

/**
 * What to write in place of a package that is not there, where its name is nearly this one's.
 *
 * @example ownImportFor('kube-headrom') // "import { defineConfig } from 'kube-headroom'"
 */
export const ownImportFor = (name: string): string | undefined =>
  editDistance(name.toLowerCase(), 'kube-headroom') <= slipMost ? importText : undefined;

/** What the plugin found, as a fault; undefined for what the bundler itself or another plugin found. */
export const ownPackageFaultOf = ({ pluginName, text, location }: Message): ErrorDetails | undefined =>
  pluginName === ownPackageName
    ? {
        what: text,
        ...(location && { where: `${location.file}:${location.line}:${location.column}` }),
        fix: `${importText}; what simulates is in '${installed}'`,
      }
    : undefined;

/**
 * Finds this package, installed or not: by its name, and by the command's, which people write in its place. A name of a module that
 * it does not have is refused.
 */
export const ownPackage: Plugin = {
  name: ownPackageName,
  setup: (plugin) => {
    plugin.onResolve({ filter: /^(?:kube-)?headroom(?:\/|$)/ }, ({ path }) => {
      if (path === installed) return null;
      return path.includes('/')
        ? { errors: [{ text: `there is no module ${path}` }] }
        : { path: ownModule('config/define') };
    });
  },
};
