import { basename, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { HeadroomError } from '../errors/headroom-error.ts';

/** What k6 runs. */
export type K6Script = {
  /** One ES module. May hold whatever literals the user's files hold: kept in memory alone. */
  readonly text: string;
  /** Absolute folder of the user's file; k6 runs in it, so that paths mean what they mean without a bundle. */
  readonly folder: string;
  /** Names that the module exports. */
  readonly exports: readonly string[];
};

/**
 * k6 runs ES modules; of a CommonJS one esbuild can't tell what it exports.
 *
 * @param script absolute path of the user's script, if there is one
 * @throws HeadroomError E_SCENARIO
 */
export const refuseCommonJs = ({ inputs }: Metafile, script: string | undefined): void => {
  const isCommonJs = Object.entries(inputs).some(
    ([path, { format }]) => format === 'cjs' && script !== undefined && resolve(path) === script,
  );
  if (!isCommonJs) return;
  throw new HeadroomError('E_SCENARIO', {
    what: `${basename(script ?? '')} is a CommonJS module (require, exports)`,
    where: script ?? '',
    fix: "write it as an ES module: import http from 'k6/http'; export const options = …; export default function …",
  });
};

/** Names that the entry of a bundle exports. */
export const exportsOf = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap((output) => (output.entryPoint === undefined ? [] : output.exports));
