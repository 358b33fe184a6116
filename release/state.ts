/** What a release is made of, and what stands in its way: read before anything is built. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The texts that tell a version. */
export type VersionFiles = {
  readonly packageJson: string;
  readonly packageLock: string;
  /** load/k6/version.ts: the version of the k6 module that the tool asks for. */
  readonly tool: string;
  /** load/module/version.go: the version that the k6 module says it has. */
  readonly module: string;
  readonly changelog: string;
};

/** A release that may be made, or every fault that keeps it from being made. */
type ReleaseState =
  | { readonly kind: 'ready'; readonly version: string; readonly notes: string }
  | { readonly kind: 'notReady'; readonly faults: readonly string[] };

const versionIn = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? 'none';

/** The text under the heading of a version in CHANGELOG.md; empty where there is none. */
const notesOf = (changelog: string, version: string): string =>
  changelog
    .split(/^## /m)
    .find((section) => section.split('\n', 1)[0]?.trim() === version)
    ?.slice(version.length)
    .trim() ?? '';

/**
 * Compares all places that tell the version, and finds the release's notes.
 *
 * Tool and k6 module refuse each other in different versions, so one that was forgotten would break every load.
 */
export const releaseStateOf = (files: VersionFiles): ReleaseState => {
  const { version } = JSON.parse(files.packageJson) as { version: string };
  const told = {
    'package-lock.json': (JSON.parse(files.packageLock) as { version: string }).version,
    'load/k6/version.ts': versionIn(files.tool, /moduleVersion = '([^']+)'/),
    'load/module/version.go': versionIn(files.module, /moduleVersion = "([^"]+)"/),
  };
  const notes = notesOf(files.changelog, version);
  const faults = Object.entries(told)
    .filter(([, other]) => other !== version)
    .map(([file, other]) => `${file} says ${other}, package.json ${version}`);
  if (notes === '') faults.push(`CHANGELOG.md has no text under "## ${version}"`);
  return faults.length > 0 ? { kind: 'notReady', faults } : { kind: 'ready', version, notes };
};

/** Reads the state of a checkout. */
export const readReleaseState = async (root: string): Promise<ReleaseState> => {
  const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');
  return releaseStateOf({
    packageJson: await read('package.json'),
    packageLock: await read('package-lock.json'),
    tool: await read('load/k6/version.ts'),
    module: await read('load/module/version.go'),
    changelog: await read('CHANGELOG.md'),
  });
};
