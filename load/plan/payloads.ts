import { readFile } from 'node:fs/promises';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

/** The bodies that requests send: one, or several in turn. */
export type Payloads = { readonly kind: 'one' | 'inTurn'; readonly bodies: readonly Buffer[] };

/** What a payload function returns, as it is sent. */
const bodyOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** The lines of a file that are not blank. */
const linesOf = (text: string, file: string): Buffer[] => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > 0) return lines.map((line) => Buffer.from(line));
  throw new HeadroomError('E_CONFIG', {
    what: 'target.payload.jsonLines has no line',
    where: file,
    fix: 'put one request body on each line',
  });
};

/**
 * Reads the request bodies of a config. Of a payload function, which only k6 calls, its first.
 *
 * @throws HeadroomError E_CONFIG for a file without a line
 */
export const readPayloads = async ({ payload }: ResolvedConfig['target']): Promise<Payloads> => {
  if (typeof payload === 'object' && 'file' in payload)
    return { kind: 'one', bodies: [await readFile(payload.file)] };
  if (typeof payload === 'object' && 'jsonLines' in payload)
    return { kind: 'inTurn', bodies: linesOf(await readFile(payload.jsonLines, 'utf8'), payload.jsonLines) };
  const value =
    typeof payload === 'function' ? payload(0) : typeof payload === 'string' ? payload : payload.json;
  return { kind: 'one', bodies: [Buffer.from(bodyOf(value))] };
};
