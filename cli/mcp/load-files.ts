import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { bundleForNode } from '../../config/bundle/bundle.ts';
import { runsScript } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { payloadFilesOf } from '../../config/schema/payload.ts';
import { bundleScript } from '../../load/generator/bundle-script.ts';
import { openedFilesOf } from '../../load/generator/opened-files.ts';
import { findK6 } from '../../load/k6/find.ts';
import { redactorFor } from '../../load/plan/secrets.ts';
import { shownPath } from '../output/shown-path.ts';

/** What a load is made of: a mark of each content, by what a person knows it as. */
export type LoadFiles = ReadonlyMap<string, string>;

const markOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** A file that is gone is another one, too: the load says so itself. */
const contentOf = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.from('gone');
    throw error;
  });

/**
 * All that is read anew for each load, but what the script opens: the config and the script with what they import, the files
 * of payloads, and those of `target.tls`. The trace of a replay is not among it: it was read with the config.
 *
 * @throws HeadroomError E_CONFIG or E_SCENARIO for a config or a script that can't be bundled
 */
export const loadFilesOf = async (config: ResolvedConfig): Promise<LoadFiles> => {
  const { file, endpoints, target } = config;
  const { caFile, certFile, keyFile } = target.tls ?? {};
  const [own, script] = await Promise.all([bundleForNode(file), bundleScript(config)]);
  const files = new Set([
    ...own.files,
    ...script.files,
    ...endpoints.flatMap(({ payload }) => payloadFilesOf(payload)),
    ...[caFile, certFile, keyFile].filter((path) => path !== undefined),
  ]);
  const marks = await Promise.all(
    [...files].map(async (path) => [shownPath(path), markOf(await contentOf(path))] as const),
  );
  // A file that is found first, or a setting of the bundler, changes a bundle though none of its files has changed.
  const bundles = [
    [`what ${shownPath(file)} imports`, markOf(own.code)],
    ['what the script imports', markOf(script.text)],
  ] as const;
  return new Map([...marks, ...bundles]);
};

/**
 * What the script opens, or imports from the network: k6 is asked.
 *
 * @throws HeadroomError E_K6_MISSING, E_SCENARIO
 */
export const openedByScript = async (
  config: ResolvedConfig,
  note: (text: string) => void,
): Promise<LoadFiles> => {
  if (!runsScript(config)) return new Map();
  const { k6, endpoints } = config;
  const { path } = await findK6({
    configuredPath: k6.path,
    extensions: k6.extensions,
    releasesUrl: k6.releases,
    onProgress: note,
  });
  const script = await bundleScript(config);
  const opened = await openedFilesOf({ k6: path, script, config, redact: redactorFor(endpoints) });
  return new Map([...opened].map(([name, content]) => [name.replace(/^file/, ''), markOf(content)] as const));
};

/** Names of what differs, what was added and what is gone included. */
export const changedIn = (before: LoadFiles, now: LoadFiles): string[] =>
  [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
