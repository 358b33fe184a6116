import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Message, Plugin } from 'esbuild';
import { isGzip, utf16Of, whyNotUtf8 } from '../../errors/encoding.ts';
import type { ErrorDetails } from '../../errors/headroom-error.ts';

const utf8OnlyName = 'headroom-utf8-only';

type Found = { readonly path: string; readonly fix: string };

/** What the plugin found, as a fault; undefined for what the bundler itself or another plugin found. */
export const encodingFaultOf = ({ pluginName, text, detail }: Message): ErrorDetails | undefined =>
  pluginName === utf8OnlyName
    ? { what: text, where: (detail as Found).path, fix: (detail as Found).fix }
    : undefined;

/** What fixes a file that is not UTF-8. */
const fixOf = (bytes: Buffer): string => {
  if (isGzip(bytes)) return 'import the unpacked file';
  if (utf16Of(bytes) !== undefined) return 'an editor does so, and iconv -f UTF-16 -t UTF-8';
  return bytes.includes(0) ? 'an editor does so' : 'an editor does so, and iconv -f LATIN1 -t UTF-8';
};

/** Refuses a user's file in another encoding than UTF-8: the bundler would put a sign for each letter that it can't read. */
export const utf8Only: Plugin = {
  name: utf8OnlyName,
  setup: (plugin) => {
    plugin.onLoad({ filter: /\.(?:[cm]?[jt]sx?|json|txt)$/, namespace: 'file' }, async ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path)) return null;
      const bytes = await readFile(path);
      const reason = whyNotUtf8(bytes);
      if (reason === undefined) return null;
      const detail: Found = { path, fix: fixOf(bytes) };
      return { errors: [{ text: `${basename(path)}: ${reason}`, detail }] };
    });
  },
};
