import { dirname, extname, join } from 'node:path';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { HeadroomError } from '../errors/headroom-error.ts';

/** .ts in a checkout, .js in the installed package. */
const ownExtension = extname(import.meta.filename);

/** Absolute path of one of the project's own modules, given without extension from the project's root. */
export const ownModule = (path: string): string => join(import.meta.dirname, '..', `${path}${ownExtension}`);

const alias = { headroom: ownModule('config/define') };

/** One ES module of a config file and its relative imports; packages stay imports. */
export const bundleForNode = async (entry: string, outfile: string): Promise<void> => {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias,
    sourcemap: 'inline',
    logLevel: 'silent',
  });
};

/** Modules that stand for something else in a k6 bundle: specifier -> absolute path. */
type Substitutes = Readonly<Record<string, string>>;

/**
 * Headroom's own scripts see k6's real http module; whatever else is bundled gets Headroom's in its place, which
 * checks the host and records the request.
 */
const substitute = (substitutes: Substitutes): Plugin => ({
  name: 'headroom-substitutes',
  setup: (plugin) => {
    const ownScripts = dirname(ownModule('scenarios/lib/http'));
    plugin.onResolve({ filter: /^(k6\/http|headroom:.+)$/ }, ({ path, importer }) => {
      const instead = substitutes[path];
      const wantsRealOne = path === 'k6/http' && dirname(importer) === ownScripts;
      return instead === undefined || wantsRealOne ? null : { path: instead };
    });
  },
});

const faultsOf = (failure: BuildFailure) =>
  failure.errors.map(({ text, location }) => ({
    what: text,
    where: location ? `${location.file}:${location.line}:${location.column}` : 'the scenario bundle',
    fix: text.startsWith('Could not resolve')
      ? 'install the package beside the scenario, or correct the path; k6 has none of Node’s own modules'
      : 'correct the scenario file',
  }));

/**
 * One ES module that k6 runs: the entry with everything it imports, TypeScript and npm packages included. Syntax
 * that k6's engine lacks (for await, async generators) is lowered; an inline source map without sources keeps stack
 * traces on the TypeScript line at little size.
 *
 * @throws HeadroomError E_SCENARIO with every error of the bundler
 */
export const bundleForK6 = async (
  entry: string,
  outfile: string,
  substitutes: Substitutes,
): Promise<void> => {
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      supported: { 'for-await': false, 'async-generator': false },
      mainFields: ['module', 'main'],
      conditions: ['import', 'default'],
      external: ['k6', 'k6/*', 'https://*'],
      define: { global: 'globalThis' },
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: 'inline',
      sourcesContent: false,
      alias,
      plugins: [substitute(substitutes)],
      logLevel: 'silent',
    });
  } catch (error) {
    throw new HeadroomError('E_SCENARIO', faultsOf(error as BuildFailure));
  }
};
