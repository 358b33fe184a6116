import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { bundleForNode, type MappedBundle } from './bundle/bundle.ts';
import { ownImportFor } from './bundle/own-package.ts';
import { userLineOf } from './bundle/user-line.ts';
import type { ConfigUse } from './checks/needs.ts';
import { type ResolvedConfig, resolveConfig } from './resolve.ts';

/**
 * Runs a bundle and gives its default export. Not by `import`: Node's compile cache keeps the text of whatever is
 * imported in a file, and a config may hold a key.
 */
const evaluate = ({ code }: MappedBundle, path: string): unknown => {
  const module: { exports: { default?: unknown } } = { exports: {} };
  const run = compileFunction(code, ['module', 'exports', 'require'], { filename: path });
  run(module, module.exports, createRequire(path));
  return module.exports.default;
};

const isMissingPackage = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';

/** What Node could not find, by its message. */
const missingNameIn = ({ message }: Error): string =>
  /^Cannot find module '([^']+)'/.exec(message)?.[1] ?? '';

/** @throws HeadroomError E_CONFIG for whatever the config throws, with the line that threw it */
const run = (bundle: MappedBundle, path: string): unknown => {
  try {
    return evaluate(bundle, path);
  } catch (error) {
    throw new HeadroomError('E_CONFIG', {
      what: `${basename(path)} throws while it is read: ${messageOf(error).split('\n')[0]}`,
      where: userLineOf(error, bundle, path) ?? path,
      fix: isMissingPackage(error)
        ? (ownImportFor(missingNameIn(error)) ??
          'install the package beside the config, or in a folder above it')
        : 'correct this line',
      cause: error,
    });
  }
};

const missing = (file: string, path: string): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `there is no ${basename(path)}`,
    where: file === basename(path) ? dirname(path) : file,
    fix: 'headroom init writes one; or name yours: --config <file>',
  });

/**
 * Reads k6.config.ts: bundled by esbuild (so that TypeScript and the config's own files work on every supported Node;
 * packages are found from its folder), run from memory, validated and completed with defaults. Nothing of it is written anywhere.
 *
 * @throws HeadroomError E_CONFIG with every fault at once
 */
export const loadConfig = async (file: string, use: ConfigUse = {}): Promise<ResolvedConfig> => {
  const path = resolve(file);
  if (!existsSync(path)) throw missing(file, path);
  const input = run(await bundleForNode(path), path);
  if (input !== undefined) return resolveConfig(input, path, use);
  throw new HeadroomError('E_CONFIG', {
    what: `${basename(path)} has no default export`,
    where: file,
    fix: 'export default defineConfig({ target: { url: … }, load: { … } })',
  });
};
