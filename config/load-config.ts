import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { bundleForNode } from './bundle.ts';
import { type ResolvedConfig, resolveConfig } from './resolve.ts';

/**
 * Reads k6.config.ts: bundled by esbuild into a temporary module (so that TypeScript and the config's own imports
 * work on every supported Node), imported, validated and completed with defaults.
 *
 * @throws HeadroomError E_CONFIG with every fault at once
 */
export const loadConfig = async (file: string): Promise<ResolvedConfig> => {
  const path = resolve(file);
  const folder = await mkdtemp(join(tmpdir(), 'headroom-config-'));
  try {
    const module = join(folder, 'config.mjs');
    await bundleForNode(path, module);
    const { default: input } = (await import(pathToFileURL(module).href)) as { default?: unknown };
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
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
