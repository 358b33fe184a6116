import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../errors/headroom-error.ts';
import type { Made, MakeOptions } from './build.ts';
import { executableName, type Machine } from './cache.ts';
import { type Refusal, runCommand } from './command.ts';
import { pinnedK6Version } from './version.ts';

const releasesUrl = 'https://github.com/grafana/k6/releases/download';

const checksumsTimeLimitMs = 30_000;
const archiveTimeLimitMs = 10 * 60_000;
const extractTimeLimitMs = 60_000;

/** The names that k6 gives to its builds; it makes no others. */
const builds: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-amd64.tar.gz',
  'linux-arm64': 'linux-arm64.tar.gz',
  'darwin-x64': 'macos-amd64.zip',
  'darwin-arm64': 'macos-arm64.zip',
  'win32-x64': 'windows-amd64.zip',
};

/**
 * The release archive for a machine, or null where k6 publishes none.
 *
 * @example releaseArchive({ platform: 'linux', architecture: 'x64', environment: {} }) // 'k6-v2.2.0-linux-amd64.tar.gz'
 */
export const releaseArchive = ({ platform, architecture }: Machine): string | null => {
  const build = builds[`${platform}-${architecture}`];
  return build === undefined ? null : `k6-${pinnedK6Version}-${build}`;
};

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
  at(`${base}/k6-${pinnedK6Version}-checksums.txt`, async (url) => {
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
  // tar of Linux reads .tar.gz; the bsdtar of macOS and Windows reads .zip too.
  const extracted = await runCommand('tar', ['-xf', file, '-C', folder], {
    environment: machine.environment,
    timeLimitMs: extractTimeLimitMs,
  });
  if ('reason' in extracted) return extracted;
  const inside = archive.replace(/\.(tar\.gz|zip)$/, '');
  return { path: join(folder, inside, executableName(machine)) };
};

/**
 * Downloads the k6 release for this machine from GitHub, or from the mirror that HEADROOM_K6_RELEASES names, which has
 * the same layout: `<base>/v2.2.0/k6-v2.2.0-linux-amd64.tar.gz` and `…-checksums.txt` beside it. Nothing is unpacked
 * before its SHA-256 fits.
 */
export const downloadK6 = async (options: MakeOptions): Promise<Made | Refusal> => {
  const { machine, extensions } = options;
  const archive = releaseArchive(machine);
  if (extensions.length > 0) return { reason: `no release of k6 has ${extensions.join(', ')}` };
  if (archive === null) return { reason: `k6 has none for ${machine.platform}-${machine.architecture}` };
  const root = machine.environment['HEADROOM_K6_RELEASES'] || releasesUrl;
  try {
    return await download(options, `${root.replace(/\/+$/, '')}/${pinnedK6Version}`, archive);
  } catch (error) {
    return {
      reason: messageOf(error),
      fix: 'let this machine reach it (behind a proxy: NODE_USE_ENV_PROXY=1), or set HEADROOM_K6_RELEASES to a mirror',
    };
  }
};
