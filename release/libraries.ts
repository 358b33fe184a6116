/** Bundles the large libraries into the package: what is used of them, instead of all that they would install. */
import { join } from 'node:path';
import { build } from 'esbuild';

/** The modules that pass on what is used of a library: path from the root, without extension. */
const libraryModules = ['cluster/kubernetes-library', 'cli/mcp/mcp-library'] as const;

/** Packages in CommonJS ask for Node's own modules by `require`, which an ES module does not have. */
const requireInModules =
  "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);";

/** The package's folder of a file under node_modules; null for a file of our own. */
const packageFolderOf = (file: string): string | null =>
  /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? null;

/**
 * Writes the library modules as they are shipped: one file each, with everything that it imports and uses. They stand
 * where the compiler puts the modules, so the code around them is the same in a checkout and in the package.
 *
 * @param root folder of the checkout
 * @param output folder of the compiled package, as dist/
 * @returns absolute folders of all packages of which something was put in, sorted
 */
export const bundleLibraries = async (root: string, output: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: libraryModules.map((module) => ({ in: join(root, `${module}.ts`), out: module })),
    outdir: output,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node22.19',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: false,
    // The licences stand in a file of their own: release/notices.ts.
    legalComments: 'none',
    banner: { js: requireInModules },
    logLevel: 'warning',
  });
  const folders = Object.keys(metafile.inputs).map(packageFolderOf);
  const found = folders.filter((folder) => folder !== null).map((folder) => join(root, folder));
  return [...new Set(found)].sort();
};
