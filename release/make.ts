/** The steps of a release, in their order. Nothing is published: what comes out is a folder to look at and to upload. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveName, checksumsName, type ReleasePlatform, releaseFolder } from '../load/k6/release-names.ts';
import { makeRelease } from './archives.ts';
import { type KrewArchive, krewManifest } from './krew.ts';
import { makePortable, portableName } from './portable.ts';
import { run } from './run.ts';
import { sha256Of } from './sha256.ts';

/** What to release, and where to. */
export type ReleaseJob = {
  /** The checkout. */
  readonly checkout: string;
  readonly version: string;
  /** What changed, for people. */
  readonly notes: string;
  readonly platforms: readonly ReleasePlatform[];
  /** Holds one folder for each version: what a base URL of releases serves. */
  readonly root: string;
  /** Where the folder will be served; null: not known, so there is no manifest for krew. */
  readonly baseUrl: string | null;
  readonly say: (line: string) => void;
};

/** Names of the package's files of a release. */
const namesOf = (version: string) => ({
  tarball: `kube-headroom-${version}.tgz`,
  checksums: `kube-headroom-${version}-checksums.txt`,
  notes: `kube-headroom-${version}-notes.md`,
});

/** What a release of these platforms consists of, in the order in which it is made. */
export const filesOfRelease = ({ version, platforms, baseUrl }: ReleaseJob): string[] => [
  namesOf(version).notes,
  namesOf(version).tarball,
  ...platforms.map(archiveName),
  checksumsName,
  ...platforms.map((platform) => portableName(version, platform)),
  namesOf(version).checksums,
  ...(baseUrl === null ? [] : ['krew-headroom.yaml']),
];

/** npm pack builds what it packs: release/build.ts. */
const pack = async ({ checkout, version }: ReleaseJob, output: string): Promise<string> => {
  await run('npm', ['pack', '--pack-destination', output], checkout);
  return join(output, namesOf(version).tarball);
};

const portables = async (job: ReleaseJob, output: string, tarball: string): Promise<KrewArchive[]> => {
  const work = await mkdtemp(join(tmpdir(), 'headroom-portable-'));
  try {
    const made: KrewArchive[] = [];
    for (const platform of job.platforms) {
      const name = portableName(job.version, platform);
      job.say(`putting together ${name}`);
      const folder = join(work, name);
      const parts = { version: job.version, platform, tarball, k6Archives: output, output };
      const sha256 = await makePortable({ ...parts, work: folder });
      made.push({ platform, sha256, url: `${job.baseUrl}/${releaseFolder}/${name}` });
      await rm(folder, { recursive: true });
    }
    return made;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/**
 * Makes a release: notes, package, k6 for each platform, archives that need Node alone, checksums, krew's manifest.
 *
 * @returns the folder that holds it
 * @throws HeadroomError with what a command said
 */
export const makeWholeRelease = async (job: ReleaseJob): Promise<string> => {
  const { version, notes, platforms, root, baseUrl, say } = job;
  const names = namesOf(version);
  const output = join(root, releaseFolder);
  await mkdir(output, { recursive: true });
  await writeFile(join(output, names.notes), `${notes}\n`);
  say(`packing ${names.tarball}`);
  const tarball = await pack(job, output);
  await makeRelease({ platforms, root, onProgress: say });
  const archives = await portables(job, output, tarball);
  const lines = archives.map(({ platform, sha256 }) => `${sha256}  ${portableName(version, platform)}`);
  const sums = [`${await sha256Of(tarball)}  ${names.tarball}`, ...lines];
  await writeFile(join(output, names.checksums), `${sums.join('\n')}\n`);
  if (baseUrl !== null) await writeFile(join(output, 'krew-headroom.yaml'), krewManifest(version, archives));
  return output;
};
