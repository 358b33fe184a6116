import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { Loader, Plugin } from 'esbuild';

const loaders: Readonly<Record<string, Loader>> = {
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

const opensFiles = /(?<![\w$.])open\s*\(/;

/** A name of the file's own, as `import { open } from 'k6/experimental/fs'`: what it means by it is not k6's `open`. */
const hasOwnOpen =
  /\b(?:function|const|let|var|class)\s+open\b|\bimport\b(?:(?!\bimport\b)[^;'"])*\bopen\b(?:(?!\bopen\b)[^;'"])*\bfrom\b/;

/**
 * k6's `open` is relative to the file that calls it, but one bundle is one file. So each of the user's files in
 * another folder than the script gets an `open` of its own, behind its last line: no line moves.
 */
const ownOpen = (folder: string): string => `
function open(path, mode) {
  const place = /^(\\/|[a-z]+:\\/\\/)/.test(path) ? path : ${JSON.stringify(`${folder}/`)} + path;
  return mode === undefined ? globalThis.open(place) : globalThis.open(place, mode);
}
`;

/** Gives the files of a script that lie in other folders an `open` that is relative to them. */
export const openBesideEachFile = (scriptFolder: string): Plugin => ({
  name: 'headroom-open',
  setup: (plugin) => {
    plugin.onLoad({ filter: /\.([cm]?[jt]s|[jt]sx)$/, namespace: 'file' }, async ({ path }) => {
      const folder = dirname(path);
      if (folder === scriptFolder || /[\\/]node_modules[\\/]/.test(path)) return null;
      const text = await readFile(path, 'utf8');
      if (!opensFiles.test(text) || hasOwnOpen.test(text)) return null;
      return {
        contents: text + ownOpen(folder),
        loader: loaders[extname(path)] ?? 'js',
        resolveDir: folder,
      };
    });
  },
});
