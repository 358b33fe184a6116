/** What the installed package weighs: people install it in CI, on every run. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The most that an installation may take: k6, which lies in the user's cache, comes apart. */
export const installedMost = { megabytes: 40, packages: 60 } as const;

/** An installation, measured. */
type Installed = {
  /** Space of all files, in millions of bytes; a file with two names counts once. */
  readonly megabytes: number;
  /** Name and version of each package, sorted: this one and all that it brings along. */
  readonly packages: readonly string[];
};

/** A package's own package.json stands directly under node_modules, or under a scope there. */
const isPackageFile = (path: string): boolean =>
  /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path);

const nameIn = async (file: string): Promise<string> => {
  const { name, version } = JSON.parse(await readFile(file, 'utf8')) as { name: string; version: string };
  return `${name} ${version}`;
};

/**
 * Measures an installation.
 *
 * @param folder where the package was installed: it holds node_modules
 */
export const measureInstalled = async (folder: string): Promise<Installed> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bytesOf = new Map<number, number>();
  for (const file of files) {
    const { ino, size } = await stat(file);
    bytesOf.set(ino, size);
  }
  const bytes = [...bytesOf.values()].reduce((sum, size) => sum + size, 0);
  const packages = await Promise.all(files.filter(isPackageFile).map(nameIn));
  return { megabytes: bytes / 1e6, packages: packages.sort() };
};
