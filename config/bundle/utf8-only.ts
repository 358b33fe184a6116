import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Message, Plugin } from 'esbuild';
import { whyNotUtf8 } from '../../errors/encoding.ts';
import type { ErrorDetails } from '../../errors/headroom-error.ts';

const utf8OnlyName = 'headroom-utf8-only';

/** What the plugin found, as a fault; undefined for what the bundler itself or another plugin found. */
export const encodingFaultOf = ({ pluginName, text, detail }: Message): ErrorDetails | undefined =>
  pluginName === utf8OnlyName
    ? { what: text, where: String(detail), fix: 'an editor does so, and iconv -f LATIN1 -t UTF-8' }
    : undefined;

/** Refuses a user's file in another encoding than UTF-8: the bundler would put a sign for each letter that it can't read. */
export const utf8Only: Plugin = {
  name: utf8OnlyName,
  setup: (plugin) => {
    plugin.onLoad({ filter: /\.(?:[cm]?[jt]sx?|json|txt)$/, namespace: 'file' }, async ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return null;
      const reason = whyNotUtf8(await readFile(path));
      return reason === undefined
        ? null
        : { errors: [{ text: `${basename(path)}: ${reason}`, detail: path }] };
    });
  },
};
