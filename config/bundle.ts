import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { HeadroomError } from '../errors/headroom-error.ts';

/** .ts in a checkout, .js in the installed package. */
const ownExtension = extname(import.meta.filename);

/** Absolute path of one of the project's own modules, given without extension from the project's root. */
export const ownModule = (path: string): string => join(import.meta.dirname, '..', `${path}${ownExtension}`);

const alias = { headroom: ownModule('config/define') };

const textOf = (files: readonly { readonly text: string }[] | undefined): string => files?.[0]?.text ?? '';

/**
 * One CommonJS module of a config file with all that it imports, as text: a config may hold what must not be copied
 * into another file. Only Node's own modules stay imports.
 */
export const bundleForNode = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: {
      'import.meta.url': JSON.stringify(pathToFileURL(entry).href),
      'import.meta.filename': JSON.stringify(entry),
      'import.meta.dirname': JSON.stringify(dirname(entry)),
    },
    alias,
    logLevel: 'silent',
  });
  return textOf(outputFiles);
};

type K6Bundle = {
  /** Absolute folder of the user's file: stack traces and `open` are relative to it. */
  readonly folder: string;
  /** Modules that the bundler fills in: specifier -> absolute path. */
  readonly modules: Readonly<Record<string, string>>;
  /** Module whose `open` takes the place of k6's. */
  readonly open?: string;
};

const fillIn = (modules: K6Bundle['modules']): Plugin => ({
  name: 'headroom-modules',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^headroom:/ }, ({ path }) => {
      const place = modules[path];
      return place === undefined ? null : { path: place };
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
 * One ES module that k6 runs, as text: the entry with everything it imports, TypeScript and npm packages included.
 * Syntax that k6's engine lacks (for await, async generators) is lowered; an inline source map without sources keeps
 * stack traces on the TypeScript line at little size.
 *
 * @throws HeadroomError E_SCENARIO with every error of the bundler
 */
export const bundleForK6 = async (entry: string, { folder, modules, open }: K6Bundle): Promise<string> => {
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      outfile: join(folder, 'headroom-bundle.js'),
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      supported: { 'for-await': false, 'async-generator': false },
      mainFields: ['module', 'main'],
      conditions: ['import', 'default'],
      external: ['k6', 'k6/*', 'https://*'],
      // A config with a payload function may read its environment; what k6 gets of it holds no key of the config.
      define: {
        global: 'globalThis',
        'process.env': '__ENV',
        HEADROOM_SCRIPT_FOLDER: JSON.stringify(folder),
      },
      ...(open !== undefined && { inject: [open] }),
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: 'inline',
      sourcesContent: false,
      alias,
      plugins: [fillIn(modules)],
      logLevel: 'silent',
    });
    return textOf(outputFiles);
  } catch (error) {
    throw new HeadroomError('E_SCENARIO', faultsOf(error as BuildFailure));
  }
};
