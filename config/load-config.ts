import { basename, resolve } from 'node:path';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { bundleForNode } from './bundle.ts';
import { type ResolvedConfig, resolveConfig } from './resolve.ts';

/**
 * Reads k6.config.ts: bundled by esbuild (so that TypeScript and the config's own imports work on every supported
 * Node), imported from memory, validated and completed with defaults. Nothing of it is written anywhere.
 *
 * @throws HeadroomError E_CONFIG with every fault at once
 */
export const loadConfig = async (file: string): Promise<ResolvedConfig> => {
  const path = resolve(file);
  try {
    const module = Buffer.from(await bundleForNode(path)).toString('base64');
    const { default: input } = (await import(`data:text/javascript;base64,${module}`)) as {
      default?: unknown;
    };
    if (input === undefined) {
      throw new HeadroomError('E_CONFIG', {
        what: `${basename(path)} has no default export`,
        where: file,
        fix: 'export default defineConfig({ target: { url: … }, load: { … } })',
      });
    }
    return resolveConfig(input, path);
  } catch (error) {
    if (error instanceof HeadroomError) throw error;
    throw new HeadroomError('E_CONFIG', {
      what: `${basename(path)} can't be read: ${messageOf(error)}`,
      where: file,
      fix: 'name another file with --config, or start from the k6.config.ts of the documentation',
      cause: error,
    });
  }
};
