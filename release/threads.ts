/** Bundles what the threads of a plan are started with: a thread has a copy of its own of every module that it loads. */
import { join } from 'node:path';
import { build } from 'esbuild';

/** The modules that threads are started with: path from the root, without extension. */
const threadModules = ['cli/plan/worker', 'cli/plan/helper-worker'] as const;

/**
 * Writes each of these modules, with all that it uses of ours, as one file. That takes 8 MB less than the two hundred files that
 * it is made of, and is read sooner. It stands where the compiler puts the module. So the code around it is the same in a
 * checkout and in the package.
 *
 * @param root folder of the checkout
 * @param output folder of the compiled package, as dist/
 */
export const bundleThreads = async (root: string, output: string): Promise<void> => {
  await build({
    absWorkingDir: root,
    entryPoints: threadModules.map((module) => ({ in: join(root, `${module}.ts`), out: module })),
    outdir: output,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node22.19',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
};
