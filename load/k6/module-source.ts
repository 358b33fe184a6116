import { createHash } from 'node:crypto';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Go sources of Headroom's k6 module: of this checkout, or those that the package brings along. */
export const moduleFolder = fileURLToPath(new URL('../module', import.meta.url));

/** What a build of the module reads: no tests, and nothing that an editor leaves behind. */
const isSource = (file: string): boolean =>
  /(^|\/)(go\.mod|go\.sum|[^/]+\.go)$/.test(file) && !file.endsWith('_test.go');

/** Paths of the module's sources inside its folder, sorted. */
export const moduleSources = async (folder = moduleFolder): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter(isSource).sort();

/**
 * Twelve hex digits that stand for the module's sources: a k6 built from other sources has another name in the cache,
 * so that a changed module is never run from an old build.
 */
export const moduleHash = async (folder = moduleFolder): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of await moduleSources(folder)) {
    const content = await readFile(join(folder, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 12);
};

/** Copies the module's sources, as a build writes into its folder. */
export const copyModule = async (target: string): Promise<void> => {
  for (const file of await moduleSources()) await cp(join(moduleFolder, file), join(target, file));
};
