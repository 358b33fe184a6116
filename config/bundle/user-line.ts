import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { MappedBundle } from './bundle.ts';

/**
 * The line of a person's own file from which an error came, as `file:line:column`; undefined where its stack never
 * passes through the bundle.
 *
 * @param path under which the bundle runs
 */
export const userLineOf = (thrown: unknown, { map }: MappedBundle, path: string): string | undefined => {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const frame = stack.split('\n').find((line) => line.includes(`${path}:`));
  const [, line, column] = frame === undefined ? [] : (/:(\d+):(\d+)\)?$/.exec(frame) ?? []);
  if (line === undefined || column === undefined) return undefined;
  const origin = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(
    Number(line) - 1,
    Number(column) - 1,
  );
  if (!('originalSource' in origin)) return undefined;
  const file = resolve(dirname(path), origin.originalSource);
  return `${file}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
};
