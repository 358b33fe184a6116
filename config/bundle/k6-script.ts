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
};

/** Absolute paths of the files that a bundle is made of; what the bundler makes up by itself lies in no file. */
export const filesOf = ({ inputs }: Metafile): string[] =>
  Object.keys(inputs)
    .filter((path) => !/^headroom-[a-z]+:/.test(path))
    .map((path) => resolve(path));

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
