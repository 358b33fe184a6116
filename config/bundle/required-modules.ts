import type { Plugin } from 'esbuild';

const namespace = 'headroom-required';

/**
 * Turns `require()` of k6's own modules, and of modules from the network, into imports. So k6 knows of each before
 * anything runs, and the fence can judge it; and a CommonJS script runs inside the one ES module that k6 gets.
 */
export const requiredAsImports: Plugin = {
  name: 'headroom-required',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^(k6(\/|$)|https:\/\/)/ }, ({ path, kind }) =>
      kind === 'require-call' ? { path, namespace } : null,
    );
    plugin.onLoad({ filter: /./, namespace }, ({ path }) => {
      const name = JSON.stringify(path);
      // Of k6's own modules the default export does not show in `* as all`; of others it may be missing.
      const own = /^k6(\/|$)/.test(path) ? 'one' : '* as all';
      return {
        contents: `import ${own} from ${name};\nexport * from ${name};\nexport default ${own === 'one' ? own : 'all.default'};`,
        loader: 'js',
      };
    });
  },
};
