import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** What k6 runs. */
export type K6Script = {
  /** One ES module. May hold whatever literals the user's files hold: kept in memory alone. */
  readonly text: string;
  /** Absolute folder of the user's file; k6 runs in it, so that paths mean what they mean without a bundle. */
  readonly folder: string;
  /** Names that the module exports. */
  readonly exports: readonly string[];
  /** Whether the user's file is a CommonJS module: another entry reads it then. */
  readonly isCommonJs: boolean;
  /** Absolute paths of the files that it is made of. */
  readonly files: readonly string[];
  /** Of these, the user's script and all that it imports; none without a script. */
  readonly userFiles: readonly string[];
};

/** Absolute paths of the files that a bundle is made of; what the bundler makes up by itself lies in no file. */
export const filesOf = ({ inputs }: Metafile): string[] =>
  Object.keys(inputs)
    .filter((path) => !/^headroom-[a-z]+:/.test(path))
    .map((path) => resolve(path));

/**
 * Absolute paths of a file of a bundle and of all files that it imports, in the order in which it does.
 *
 * @param entry absolute path of that file; undefined: none
 */
export const filesFrom = ({ inputs }: Metafile, entry: string | undefined): string[] => {
  const byPath = new Map(Object.entries(inputs).map(([path, input]) => [resolve(path), input]));
  const found = new Set(entry === undefined ? [] : [entry]);
  for (const file of found) {
    const imported = (byPath.get(file)?.imports ?? []).map(({ path }) => resolve(path));
    for (const one of imported) if (byPath.has(one)) found.add(one);
  }
  return [...found];
};

/**
 * Whether the user's script is a CommonJS module (require, exports): what it exports shows only while it runs.
 *
 * @param script absolute path of the script, if there is one
 */
export const isCommonJs = ({ inputs }: Metafile, script: string | undefined): boolean =>
  Object.entries(inputs).some(
    ([path, { format }]) => format === 'cjs' && script !== undefined && resolve(path) === script,
  );

/** Names that the entry of a bundle exports. */
export const exportsOf = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap((output) => (output.entryPoint === undefined ? [] : output.exports));
