import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../errors/headroom-error.ts';
import type { Made, MakeOptions } from './build.ts';
import { type Refusal, runCommand } from './command.ts';
import { checksumsName, releaseArchive, releaseFolder } from './release-names.ts';

const checksumsTimeLimitMs = 30_000;
const archiveTimeLimitMs = 10 * 60_000;
const extractTimeLimitMs = 60_000;

/** Puts the URL before whatever goes wrong with it. */
const at = async <T>(url: string, work: (url: string) => Promise<T>): Promise<T> => {
  try {
    return await work(url);
  } catch (error) {
    throw new Error(`${url}: ${messageOf(error)}`);
  }
};

const get = async (url: string, timeLimitMs: number): Promise<Response> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeLimitMs) });
  if (!response.ok) throw new Error(`HTTP ${response.status} ${response.statusText}`.trim());
  return response;
};

/** The line of a file in the form of sha256sum: 64 hex digits, blank, star or blank, name. */
const checksumIn = (checksums: string, name: string): string | null =>
  checksums
    .split('\n')
    .map((line) => /^([0-9a-f]{64}) [ *](.+?)\r?$/i.exec(line))
    .find((match) => match?.[2] === name)?.[1]
    ?.toLowerCase() ?? null;

/** Writes the body to a file and gives its SHA-256. */
const save = async (response: Response, file: string): Promise<string> => {
  const hash = createHash('sha256');
  const hashed = async function* () {
    for await (const chunk of response.body ?? []) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(hashed, createWriteStream(file));
  return hash.digest('hex');
};

const fetchChecksum = (base: string, archive: string): Promise<string> =>
  at(`${base}/${checksumsName}`, async (url) => {
    const response = await get(url, checksumsTimeLimitMs);
    const checksum = checksumIn(await response.text(), archive);
    if (checksum === null) throw new Error(`does not list ${archive}`);
    return checksum;
  });

/** Downloads an archive into a folder; one with another SHA-256 than its checksum file says is an error. */
const fetchArchive = async (base: string, archive: string, folder: string): Promise<string> => {
  const expected = await fetchChecksum(base, archive);
  return at(`${base}/${archive}`, async (url) => {
    const file = join(folder, archive);
    const actual = await save(await get(url, archiveTimeLimitMs), file);
    if (actual === expected) return file;
    throw new Error(`its SHA-256 is ${actual}, but the checksum file says ${expected}; not used`);
  });
};

const download = async (options: MakeOptions, base: string, archive: string): Promise<Made | Refusal> => {
  const { machine, folder, onProgress } = options;
  onProgress(`downloading ${base}/${archive}`);
  const file = await fetchArchive(base, archive, folder);
  const extracted = await runCommand('tar', ['-xf', file, '-C', folder], {
    environment: machine.environment,
    timeLimitMs: extractTimeLimitMs,
  });
  if ('reason' in extracted) return extracted;
  return { path: join(folder, archive.replace(/\.tar\.gz$/, ''), 'k6') };
};

/**
 * Downloads Headroom's k6 for this machine from the folder of releases that a base URL names (release/ makes what lies
 * there): `<base>/v0.1.0/headroom-k6-0.1.0-linux-amd64.tar.gz` and `…-checksums.txt` beside it. Nothing is unpacked
 * before its SHA-256 fits. There is no base by default, as the project has no place for releases yet.
 */
export const downloadFrom =
  (releasesUrl: string | undefined) =>
  async (options: MakeOptions): Promise<Made | Refusal> => {
    const { machine, extensions } = options;
    const archive = releaseArchive(machine);
    if (extensions.length > 0) return { reason: `no release has ${extensions.join(', ')}` };
    if (archive === null) return { reason: `there is none for ${machine.platform}-${machine.architecture}` };
    if (!releasesUrl)
      return {
        reason: 'HEADROOM_K6_RELEASES and k6.releases in the config are not set, and there is no default',
        fix: 'install Go, or set HEADROOM_K6_RELEASES to a URL that holds what `npm run release` makes',
      };
    try {
      return await download(options, `${releasesUrl.replace(/(?<!\/)\/+$/, '')}/${releaseFolder}`, archive);
    } catch (error) {
      return {
        reason: messageOf(error),
        fix: 'let this machine reach it (behind a proxy: NODE_USE_ENV_PROXY=1), or set HEADROOM_K6_RELEASES to another URL',
      };
    }
  };
