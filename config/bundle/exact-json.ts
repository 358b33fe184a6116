import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { PartialMessage, Plugin } from 'esbuild';

/** Name of the plugin: tells its findings from those of the bundler. */
export const exactJsonName = 'headroom-exact-json';

const textOrNumber = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether JavaScript's number is another one than the whole number that is written. */
const isRounded = (written: string): boolean =>
  /^-?\d+$/.test(written) && String(Number(written)) !== written;

/** Whole numbers of a JSON text that JavaScript can't hold: it rounds from 2^53 on. With their places. */
const roundedIn = (text: string): readonly { readonly written: string; readonly at: number }[] =>
  [...text.matchAll(textOrNumber)]
    .map(({ 0: written, index }) => ({ written, at: index }))
    .filter(({ written }) => isRounded(written));

const faultIn = (text: string, file: string): PartialMessage | undefined => {
  const [first] = roundedIn(text);
  if (first === undefined) return undefined;
  const before = text.slice(0, first.at).split('\n');
  return {
    text: `${basename(file)} holds ${first.written}, which JavaScript would round to ${Number(first.written)}`,
    location: {
      file,
      line: before.length,
      column: before.at(-1)!.length,
      length: first.written.length,
      lineText: text.split('\n')[before.length - 1] ?? '',
    },
  };
};

/** Refuses JSON files whose import would change a number: what a config or script sends is what the file says. */
export const exactJson: Plugin = {
  name: exactJsonName,
  setup: (plugin) => {
    plugin.onLoad({ filter: /\.json$/, namespace: 'file' }, async ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return null;
      const text = await readFile(path, 'utf8');
      const fault = faultIn(text, path);
      return fault === undefined ? null : { errors: [fault] };
    });
  },
};
