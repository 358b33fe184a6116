import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { bundleForNode } from './bundle.ts';
import { type ResolvedConfig, resolveConfig } from './resolve.ts';

/**
 * Runs a bundle and gives its default export. Not by `import`: Node's compile cache keeps the text of whatever is
 * imported in a file, and a config may hold a key.
 */
const evaluate = (bundle: string, path: string): unknown => {
  const module: { exports: { default?: unknown } } = { exports: {} };
  const run = compileFunction(bundle, ['module', 'exports', 'require'], { filename: path });
  run(module, module.exports, createRequire(path));
  return module.exports.default;
};

/**
 * Reads k6.config.ts: bundled by esbuild (so that TypeScript and the config's own imports work on every supported
 * Node), run from memory, validated and completed with defaults. Nothing of it is written anywhere.
 *
 * @throws HeadroomError E_CONFIG with every fault at once
 */
export const loadConfig = async (file: string): Promise<ResolvedConfig> => {
  const path = resolve(file);
  try {
    const input = evaluate(await bundleForNode(path), path);
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
