import type { Machine } from './cache.ts';
import { moduleVersion } from './version.ts';

/** A platform that releases are made for, in Go's words. */
export type ReleasePlatform = { readonly GOOS: 'linux' | 'darwin'; readonly GOARCH: 'amd64' | 'arm64' };

/** Every platform that releases are made for: those that Headroom's module runs on. */
export const releasePlatforms: readonly ReleasePlatform[] = [
  { GOOS: 'linux', GOARCH: 'amd64' },
  { GOOS: 'linux', GOARCH: 'arm64' },
  { GOOS: 'darwin', GOARCH: 'amd64' },
  { GOOS: 'darwin', GOARCH: 'arm64' },
];

/** The folder of this version under the base URL of all releases. */
export const releaseFolder = `v${moduleVersion}`;

/** The file with the SHA-256 of every archive of this version, in the form of sha256sum. */
export const checksumsName = `headroom-k6-${moduleVersion}-checksums.txt`;

/**
 * The archive for a platform. It holds one folder of the same name without ending, with k6 and its licence.
 *
 * @example archiveName({ GOOS: 'linux', GOARCH: 'amd64' }) // 'headroom-k6-0.1.0-linux-amd64.tar.gz'
 */
export const archiveName = ({ GOOS, GOARCH }: ReleasePlatform): string =>
  `headroom-k6-${moduleVersion}-${GOOS}-${GOARCH}.tar.gz`;

const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The archive for a machine, or null where no release is made for it. */
export const releaseArchive = ({ platform, architecture }: Machine): string | null => {
  const wanted = releasePlatforms.find(
    ({ GOOS, GOARCH }) => GOOS === platform && GOARCH === goArchitectures[architecture],
  );
  return wanted === undefined ? null : archiveName(wanted);
};
