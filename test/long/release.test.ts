import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { thisMachine } from '../../load/k6/cache.ts';
import { findK6 } from '../../load/k6/find.ts';
import { archiveName, releaseArchive, releasePlatforms } from '../../load/k6/release-names.ts';
import { pinnedK6Version } from '../../load/k6/version.ts';
import { makeRelease } from '../../release/archives.ts';
import { bareMachine, temporaryFolder } from '../load/k6/stand-ins.ts';
import { goBuildTimeLimitMs } from './go-machine.ts';

const here = releaseArchive(thisMachine(process.env));

/** Serves a folder as any web server would. */
const serve = async (root: string) => {
  const server = createServer(async (request, response) => {
    const content = await readFile(join(root, request.url ?? '')).catch(() => null);
    if (content === null) response.writeHead(404).end();
    else response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

it('makes an archive that a machine without Go downloads, checks and runs', {
  timeout: goBuildTimeLimitMs,
}, async () => {
  const root = await temporaryFolder();
  const platforms = releasePlatforms.filter((platform) => archiveName(platform) === here);
  await makeRelease({ platforms, root, onProgress: () => {} });
  const { environment } = await bareMachine('tar', 'gzip');
  const k6 = await findK6({ environment: { ...environment, HEADROOM_K6_RELEASES: await serve(root) } });
  expect(k6).toMatchObject({ source: 'release', version: pinnedK6Version });
});
