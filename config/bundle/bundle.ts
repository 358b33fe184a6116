import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { exactJson } from './exact-json.ts';
import { bundleFaultsOf, configFaultsOf } from './faults.ts';
import { exportsOf, filesFrom, filesOf, isCommonJs, type K6Script } from './k6-script.ts';
import { openBesideEachFile } from './own-open.ts';
import { ownPackage } from './own-package.ts';
import { requiredAsImports } from './required-modules.ts';
import { utf8Only } from './utf8-only.ts';

let bundlesUnderWay = 0;

/** A bundle takes a twentieth of a second: nobody ends its process so often. */
const attemptsMost = 20;

/** Whether the bundler's process has ended under a bundle; what is wrong with the bundle itself comes as a list. */
const isBundlerGone = (error: unknown): boolean => error instanceof Error && !('errors' in error);

/**
 * Bundles, and ends the bundler's process when no other bundle is under way. Ctrl-C in a terminal reaches the whole group: a
 * process that is left running would die of it, and esbuild starts no other one before the dead one is ended. One that dies under
 * a bundle is started again, as the report is still to be made.
 */
const bundleOnce: typeof build = async (options) => {
  for (let attempt = 1; ; attempt++) {
    let isGone = false;
    bundlesUnderWay += 1;
    try {
      return await build(options);
    } catch (error) {
      isGone = isBundlerGone(error);
      if (!isGone || attempt === attemptsMost) throw error;
    } finally {
      bundlesUnderWay -= 1;
      if (isGone || bundlesUnderWay === 0) await stop();
    }
  }
};

const textOf = (files: readonly { readonly text: string }[] | undefined): string => files?.[0]?.text ?? '';

/** A bundle with the map from its lines to those of the files that it was made of, and the absolute paths of these. */
export type MappedBundle = { readonly code: string; readonly map: string; readonly files: readonly string[] };

/**
 * One CommonJS module of a config file with the files that it imports, as text: a config may hold what must not be
 * copied into another file. Packages stay imports, and are found from the config's folder: they may read files beside
 * themselves.
 *
 * @throws HeadroomError E_CONFIG with every error of the bundler
 */
export const bundleForNode = async (entry: string): Promise<MappedBundle> => {
  try {
    const { outputFiles, metafile } = await bundleOnce({
      entryPoints: [entry],
      outfile: join(dirname(entry), 'headroom-config.cjs'),
      write: false,
      bundle: true,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      sourcemap: 'external',
      sourcesContent: false,
      define: {
        'import.meta.url': JSON.stringify(pathToFileURL(entry).href),
        'import.meta.filename': JSON.stringify(entry),
        'import.meta.dirname': JSON.stringify(dirname(entry)),
      },
      plugins: [ownPackage, utf8Only, exactJson],
      logLevel: 'silent',
    });
    const textWith = (extension: string): string =>
      textOf(outputFiles?.filter(({ path }) => path.endsWith(extension)));
    return { code: textWith('.cjs'), map: textWith('.map'), files: filesOf(metafile) };
  } catch (error) {
    throw new HeadroomError('E_CONFIG', configFaultsOf(error, entry));
  }
};

type K6Bundle = {
  /** Absolute folder of the user's file: stack traces and `open` are relative to it. */
  readonly folder: string;
  /** Modules that the bundler fills in: specifier -> absolute path. */
  readonly modules: Readonly<Record<string, string>>;
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

/**
 * One ES module that k6 runs: the entry with everything it imports, TypeScript and npm packages included, these by what
 * they have for browsers. Syntax that k6's engine lacks (for await, async generators) is lowered; an inline source map
 * without sources keeps stack traces on the TypeScript line at little size.
 *
 * @throws HeadroomError E_SCENARIO with every error of the bundler
 */
export const bundleForK6 = async (entry: string, { folder, modules }: K6Bundle): Promise<K6Script> => {
  try {
    const { outputFiles, metafile } = await bundleOnce({
      entryPoints: [entry],
      outfile: join(folder, 'headroom-bundle.js'),
      write: false,
      bundle: true,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      supported: { 'for-await': false, 'async-generator': false },
      mainFields: ['browser', 'module', 'main'],
      conditions: ['browser', 'import', 'default'],
      external: ['k6', 'k6/*', 'https://*'],
      // A config with a payload function may read its environment; what k6 gets of it holds no key of the config.
      define: {
        global: 'globalThis',
        'process.env': '__ENV',
        HEADROOM_WORKING_FOLDER: JSON.stringify(process.cwd()),
      },
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: 'inline',
      sourcesContent: false,
      plugins: [
        fillIn(modules),
        ownPackage,
        utf8Only,
        exactJson,
        requiredAsImports,
        openBesideEachFile(folder),
      ],
      logLevel: 'silent',
    });
    return {
      text: outputFiles[0]?.text ?? '',
      folder,
      exports: exportsOf(metafile),
      isCommonJs: isCommonJs(metafile, modules['headroom:script']),
      files: filesOf(metafile),
      userFiles: filesFrom(metafile, modules['headroom:script']),
    };
  } catch (error) {
    throw new HeadroomError('E_SCENARIO', bundleFaultsOf(error));
  }
};

/** One script for a page, from a module of our own and what it imports: small, and the same bytes each time. */
export const bundleForBrowser = async (entry: string): Promise<string> => {
  const { outputFiles } = await bundleOnce({
    entryPoints: [entry],
    write: false,
    bundle: true,
    minify: true,
    // In a page one script stands alone: its names need no function around them.
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return textOf(outputFiles).trim();
};
