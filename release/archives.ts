/** Makes the archives that `headroom k6` downloads: k6 with Headroom's module, for each platform, with checksums. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goBuild } from '../load/k6/go.ts';
import { copyModule } from '../load/k6/module-source.ts';
import { archiveName, checksumsName, type ReleasePlatform, releaseFolder } from '../load/k6/release-names.ts';
import { moduleVersion, pinnedK6Version } from '../load/k6/version.ts';
import { goNotices } from './go-notices.ts';
import { must, run } from './run.ts';
import { sha256Of } from './sha256.ts';

const notice = `k6 in this folder is k6 ${pinnedK6Version} linked with the k6 module of Headroom ${moduleVersion}.
As a whole it is under the GNU Affero General Public License v3 of k6 (LICENSE-k6.md); Headroom's module by itself is
under the Apache License 2.0 (LICENSE-headroom). Source of k6: https://github.com/grafana/k6/tree/${pinnedK6Version}.
Source of the module: load/module in the headroom ${moduleVersion} package and repository.
`;

/** k6 is under the AGPL: whoever gets the binary gets the licence and learns where the source is. */
const addLicences = async (module: string, folder: string): Promise<void> => {
  const k6 = await run('go', ['list', '-m', '-f', '{{.Dir}}', 'go.k6.io/k6/v2'], module);
  await cp(join(k6.trim(), 'LICENSE.md'), join(folder, 'LICENSE-k6.md'));
  await cp(join(import.meta.dirname, '../LICENSE'), join(folder, 'LICENSE-headroom'));
  await writeFile(join(folder, 'NOTICE'), notice);
  await writeFile(join(folder, 'third-party-notices.txt'), await goNotices(module));
};

type Folders = { readonly module: string; readonly work: string; readonly output: string };

/** Builds, packs and hashes for one platform; gives the line of the checksums file. */
const makeArchive = async (platform: ReleasePlatform, { module, work, output }: Folders): Promise<string> => {
  const name = archiveName(platform);
  const inside = name.replace(/\.tar\.gz$/, '');
  await mkdir(join(work, inside));
  await addLicences(module, join(work, inside));
  must(
    await goBuild({
      folder: module,
      target: './cmd/k6',
      output: join(work, inside, 'k6'),
      environment: process.env,
      platform,
    }),
  );
  await run('tar', ['-czf', join(output, name), '-C', work, inside], work);
  return `${await sha256Of(join(output, name))}  ${name}`;
};

/** What to make, and where. */
type ReleaseOptions = {
  readonly platforms: readonly ReleasePlatform[];
  /** Holds one folder for each version: what a base URL of releases serves. */
  readonly root: string;
  /** Told the name of each archive before it is built. */
  readonly onProgress: (message: string) => void;
};

/**
 * Builds the archives of this version, cross-compiled without C, and writes their SHA-256 beside them.
 *
 * @returns the folder that holds them
 * @throws HeadroomError E_K6_FAILED with what Go or tar said
 */
export const makeRelease = async ({ platforms, root, onProgress }: ReleaseOptions): Promise<string> => {
  const output = join(root, releaseFolder);
  await mkdir(output, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'headroom-release-'));
  try {
    const module = join(work, 'module');
    await copyModule(module);
    const checksums: string[] = [];
    for (const platform of platforms) {
      onProgress(`building ${archiveName(platform)}`);
      checksums.push(await makeArchive(platform, { module, work, output }));
    }
    await writeFile(join(output, checksumsName), `${checksums.join('\n')}\n`);
    return output;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
