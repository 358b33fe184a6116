/**
 * Archives that run where Node is, and nothing else: the package with all that it installs, k6 with the module, and a
 * launcher that kubectl finds as a plugin.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveName, type ReleasePlatform } from '../load/k6/release-names.ts';
import { run } from './run.ts';
import { sha256Of } from './sha256.ts';

/** kubectl calls the launcher by a link, so it looks where that link ends. HEADROOM_K6 may name another k6. */
const launcher = (k6: string): string => `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
HEADROOM_K6="\${HEADROOM_K6-$here/${k6}/k6}" exec node "$here/node_modules/kube-headroom/bin/headroom.js" "$@"
`;

/** npm's words for a platform. */
const npmNames = { amd64: 'x64', arm64: 'arm64' } as const;

/** Name of the archive for a platform. */
export const portableName = (version: string, { GOOS, GOARCH }: ReleasePlatform): string =>
  `kubectl-headroom-${version}-${GOOS}-${GOARCH}.tar.gz`;

/** What an archive is put together from. */
type PortableParts = {
  readonly version: string;
  readonly platform: ReleasePlatform;
  /** The package, as npm pack made it. */
  readonly tarball: string;
  /** Folder that holds the archives with k6. */
  readonly k6Archives: string;
  /** An empty folder to work in. */
  readonly work: string;
  readonly output: string;
};

/**
 * Makes the archive for one platform.
 *
 * @returns the archive's SHA-256
 * @throws HeadroomError with what npm or tar said
 */
export const makePortable = async (parts: PortableParts): Promise<string> => {
  const { version, platform, tarball, k6Archives, work, output } = parts;
  const { GOOS, GOARCH } = platform;
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'package.json'), '{"private":true}\n');
  const target = [`--os=${GOOS}`, `--cpu=${npmNames[GOARCH]}`];
  await run('npm', ['install', ...target, '--omit=dev', '--ignore-scripts', '--no-save', tarball], work);
  await run('tar', ['-xzf', join(k6Archives, archiveName(platform))], work);
  const script = join(work, 'kubectl-headroom');
  await writeFile(script, launcher(archiveName(platform).replace(/\.tar\.gz$/, '')));
  await chmod(script, 0o755);
  const archive = join(output, portableName(version, platform));
  await run('tar', ['-czf', archive, '-C', work, '.'], output);
  return sha256Of(archive);
};
