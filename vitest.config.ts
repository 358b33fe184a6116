import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Node keeps compiled modules there, for all processes and threads of the tests: each would compile for half a second.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.headroom/compiled');

// What a test sees is not to depend on who started the tests: the tool writes commands as it was started itself.
delete process.env['npm_command'];

/**
 * Tests that fire small loads: apart from those that compute, as a starved generator gets no verdict. They wait more than
 * they work, so more of them run at once than there are cores.
 */
const live = ['test/e2e/**/*.test.ts', 'test/package/**/*.test.ts'];
const inLiveGroup = { maxWorkers: 4, sequence: { groupOrder: 1 } } as const;

/**
 * The Go tests, which fire loads too. They run while their file is read, and vitest, which begins with the longest tests, knows
 * no time but that of the tests: they would come last, beside nothing. In a project of their own they come first, as the
 * projects of a group begin in the order of their names.
 */
const go = 'test/load/module.test.ts';

/**
 * Tests that hold in which second each request came, or which verdict a load has: they get fewer neighbours than the other live
 * ones, as a load that is sent late has no verdict.
 */
const exact = ['spike', 'replay', 'endpoints', 'auto-stop', 'runners'].map(
  (name) => `test/e2e/${name}.test.ts`,
);

/**
 * Tests that need modules of their own: one puts another module in a module's place, the others use helpers that clean up
 * after the file which imports them. All others share the modules that they import: importing them costs more than most
 * of the tests do.
 */
const own = ['test/planner/platforms/new-knob.test.ts', 'test/load/k6/**/*.test.ts'];

/** Tests of what uses a large library: they run against the library, and again against the bundle that is shipped. */
const onBundles = [
  'test/cluster/connect/login.test.ts',
  'test/cluster/connect/open.test.ts',
  'test/cluster/follow/watch.test.ts',
].concat('test/reports/charts/render-svg.test.ts', 'test/reports/charts/figures.test.ts');
const bundles = join(import.meta.dirname, '.headroom/bundles');

/**
 * Node imports the modules, as it does for a user. Vite's runner reads each import through a getter at every use, so that a
 * simulation takes a third longer. `resolve.alias` has no effect here, and `vi.mock` throws: what needs them stands in another
 * project.
 */
const importedByNode = { experimental: { viteModuleRunner: false, nodeLoader: false } } as const;

const inFirstGroup = { maxWorkers: '100%', sequence: { groupOrder: 0 } } as const;

export default defineConfig({
  test: {
    globalSetup: ['test/get-k6.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    unstubEnvs: true,
    // Of the tests that say they may run beside others: those fire one short load each, and wait for it.
    maxConcurrency: 16,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', 'test/kube/**', go, ...live, ...own],
          isolate: false,
          globalSetup: ['test/compiled-modules.ts'],
          ...importedByNode,
          ...inFirstGroup,
        },
      },
      {
        extends: true,
        resolve: {
          alias: [
            {
              find: /^.*\/kubernetes-library\.ts$/,
              replacement: `${bundles}/cluster/kubernetes-library.js`,
            },
            {
              find: /^.*\/vega-library\.ts$/,
              replacement: `${bundles}/reports/charts/vega-library.js`,
            },
          ],
        },
        test: {
          name: 'bundled',
          include: onBundles,
          isolate: false,
          globalSetup: ['test/bundle-libraries.ts'],
          server: { deps: { external: [/\.headroom\/bundles\//] } },
          ...inFirstGroup,
        },
      },
      { extends: true, test: { name: 'own', include: own, ...inFirstGroup } },
      { extends: true, test: { name: 'go', include: [go], ...inLiveGroup } },
      { extends: true, test: { name: 'live', include: live, exclude: exact, ...inLiveGroup } },
      {
        extends: true,
        test: { name: 'exact', include: exact, maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
