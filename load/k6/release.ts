import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../errors/headroom-error.ts';
import type { Made, MakeOptions } from './build.ts';
import { executableName, type Machine } from './cache.ts';
import { runCommand } from './command.ts';
import { pinnedK6Version, type Refusal } from './version.ts';

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

const fetchChecksum = async (base: string, archive: string): Promise<string | null> => {
  const response = await get(`${base}/k6-${pinnedK6Version}-checksums.txt`, checksumsTimeLimitMs);
  return checksumIn(await response.text(), archive);
};

const download = async (options: MakeOptions, base: string, archive: string): Promise<Made | Refusal> => {
  const { machine, folder, onProgress } = options;
  const expected = await fetchChecksum(base, archive);
  if (expected === null) return { reason: `the checksums at ${base} do not list ${archive}` };
  onProgress(`downloading ${base}/${archive}`);
  const file = join(folder, archive);
  const actual = await save(await get(`${base}/${archive}`, archiveTimeLimitMs), file);
  if (actual !== expected) {
    return {
      reason: `${base}/${archive} has SHA-256 ${actual}, its checksum file says ${expected}: not used`,
    };
  }
  // tar of Linux reads .tar.gz; the bsdtar of macOS and Windows reads .zip too.
  const extracted = await runCommand('tar', ['-xf', file, '-C', folder], {
    environment: machine.environment,
    timeLimitMs: extractTimeLimitMs,
  });
  if (!extracted.ok) return { reason: extracted.reason };
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
  if (extensions.length > 0)
    return { reason: `a release has no extensions (k6.extensions: ${extensions.join(', ')})` };
  if (archive === null)
    return { reason: `k6 has no release for ${machine.platform}-${machine.architecture}` };
  const root = machine.environment['HEADROOM_K6_RELEASES'] || releasesUrl;
  const base = `${root.replace(/\/+$/, '')}/${pinnedK6Version}`;
  try {
    return await download(options, base, archive);
  } catch (error) {
    return { reason: `${base}/${archive}: ${messageOf(error)}` };
  }
};
