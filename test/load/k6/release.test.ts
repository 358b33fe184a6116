import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Machine, thisMachine } from '../../../load/k6/cache.ts';
import { findK6 } from '../../../load/k6/find.ts';
import { checksumsName, releaseArchive } from '../../../load/k6/release-names.ts';
import { bareMachine, realK6, realK6TimeLimitMs, temporaryFolder } from './stand-ins.ts';

const archive = releaseArchive(thisMachine(process.env)) ?? 'none for this machine';

/** An archive as release/ makes them: one folder of the archive's name, with the binary in it. */
const packK6 = async (k6: string): Promise<Buffer> => {
  const folder = await temporaryFolder();
  const inside = archive.replace(/\.tar\.gz$/, '');
  await mkdir(join(folder, inside));
  await copyFile(k6, join(folder, inside, 'k6'));
  // GZIP: the archive need not be small.
  await promisify(execFile)('tar', ['-czf', join(folder, archive), '-C', folder, inside], {
    env: { ...process.env, GZIP: '-1' },
  });
  return readFile(join(folder, archive));
};

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

let packed: Buffer;
beforeAll(async () => {
  packed = await packK6(await realK6());
}, realK6TimeLimitMs);

let close = async (): Promise<void> => {};
afterEach(() => close());

type Files = Readonly<Record<string, string | Buffer>>;

/** A server with the layout of releases; gives its base URL and what was asked of it. */
const serve = async (files: Files, breakOffAfterBytes: number) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const content = files[request.url ?? ''];
    const file = content === undefined ? undefined : Buffer.from(content);
    if (file === undefined) response.writeHead(404).end();
    else if (file.length <= breakOffAfterBytes) response.end(file);
    else {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, breakOffAfterBytes), () => response.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => new Promise((resolve) => server.close(() => resolve()));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
};

const findFrom = async (files: Files, { breakOffAfterBytes = Number.POSITIVE_INFINITY } = {}) => {
  const { base, asked } = await serve(files, breakOffAfterBytes);
  const { environment } = await bareMachine('tar', 'gzip');
  const messages: string[] = [];
  const result = await findK6({
    environment: { ...environment, HEADROOM_K6_RELEASES: `${base}/` },
    onProgress: (message) => messages.push(message),
  }).catch((error: unknown) => error as Error);
  return { base, asked, messages, result };
};

describe('the release', () => {
  it('is downloaded, checked, unpacked into the cache, and runs', async () => {
    const { base, asked, messages, result } = await findFrom({
      [`/v0.1.0/${checksumsName}`]: `${'0'.repeat(64)}  another.tar.gz\n${sha256(packed)}  ${archive}\n`,
      [`/v0.1.0/${archive}`]: packed,
    });
    expect(result).toMatchObject({ source: 'release', version: expect.stringMatching(/^v2\./) });
    expect(asked).toEqual([`/v0.1.0/${checksumsName}`, `/v0.1.0/${archive}`]);
    expect(messages).toEqual([`downloading ${base}/v0.1.0/${archive}`]);
  });

  it('is not used when its SHA-256 is not the published one', async () => {
    const { result } = await findFrom({
      [`/v0.1.0/${checksumsName}`]: `${'0'.repeat(64)}  ${archive}\n`,
      [`/v0.1.0/${archive}`]: packed,
    });
    expect(result).toMatchObject({ code: 'E_K6_MISSING' });
    expect((result as Error).message).toContain(
      `${archive}: its SHA-256 is ${sha256(packed)}, but the checksum file says ${'0'.repeat(64)}; not used`,
    );
  });

  it('is not even asked for when the checksums are missing or do not list it', async () => {
    const without = await findFrom({ [`/v0.1.0/${archive}`]: packed });
    expect((without.result as Error).message).toContain(`/v0.1.0/${checksumsName}: HTTP 404 Not Found`);
    expect(without.asked).toEqual([`/v0.1.0/${checksumsName}`]);
    await close();
    const unlisted = await findFrom({ [`/v0.1.0/${checksumsName}`]: `${sha256(packed)}  other.tar.gz\n` });
    expect((unlisted.result as Error).message).toContain(`${checksumsName}: does not list ${archive}`);
  });

  it('that is missing itself is named', async () => {
    const { base, result } = await findFrom({
      [`/v0.1.0/${checksumsName}`]: `${sha256(packed)}  ${archive}\n`,
    });
    expect((result as Error).message).toContain(`${base}/v0.1.0/${archive}: HTTP 404 Not Found`);
  });

  it('that breaks off half way is not used', async () => {
    const { base, result } = await findFrom(
      { [`/v0.1.0/${checksumsName}`]: `${sha256(packed)}  ${archive}\n`, [`/v0.1.0/${archive}`]: packed },
      { breakOffAfterBytes: 1000 },
    );
    expect((result as Error).message).toContain(`${base}/v0.1.0/${archive}: terminated: `);
  });

  it('that is no archive is named as what tar makes of it', async () => {
    const page = Buffer.from('<html>please log in</html>');
    const { result } = await findFrom({
      [`/v0.1.0/${checksumsName}`]: `${sha256(page)} *${archive}\n`,
      [`/v0.1.0/${archive}`]: page,
    });
    expect((result as Error).message).toContain('release download: tar: ');
  });
});

it('is looked for where the config says, unless the environment names another place', async () => {
  const { base, asked } = await serve({}, Number.POSITIVE_INFINITY);
  const { environment } = await bareMachine();
  const { HEADROOM_K6_RELEASES: nowhere, ...without } = environment;
  const reasonFrom = (from: NodeJS.ProcessEnv) =>
    findK6({ environment: from, releasesUrl: base }).catch((error: unknown) => (error as Error).message);
  expect(await reasonFrom(without)).toContain(`${base}/v0.1.0/${checksumsName}: HTTP 404`);
  expect(asked).toHaveLength(1);
  expect(await reasonFrom(environment)).toContain(`${nowhere}/v0.1.0/`);
  expect(asked).toHaveLength(1);
});

it('knows the platforms that releases are made for, and that there are no others', () => {
  const archiveFor = (platform: NodeJS.Platform, architecture: NodeJS.Architecture) =>
    releaseArchive({ platform, architecture, environment: {} } satisfies Machine);
  expect(archiveFor('linux', 'x64')).toBe('headroom-k6-0.1.0-linux-amd64.tar.gz');
  expect(archiveFor('linux', 'arm64')).toBe('headroom-k6-0.1.0-linux-arm64.tar.gz');
  expect(archiveFor('darwin', 'x64')).toBe('headroom-k6-0.1.0-darwin-amd64.tar.gz');
  expect(archiveFor('darwin', 'arm64')).toBe('headroom-k6-0.1.0-darwin-arm64.tar.gz');
  expect(archiveFor('linux', 's390x')).toBeNull();
  expect(archiveFor('win32', 'x64')).toBeNull();
});
