import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../cli/version.ts';
import { thisMachine } from '../../load/k6/cache.ts';
import { findK6 } from '../../load/k6/find.ts';
import {
  archiveName,
  type ReleasePlatform,
  releaseArchive,
  releaseFolder,
  releasePlatforms,
} from '../../load/k6/release-names.ts';
import { pinnedK6Version } from '../../load/k6/version.ts';
import { makeWholeRelease } from '../../release/make.ts';
import { bareMachine, temporaryFolder } from '../load/k6/stand-ins.ts';
import { goBuildTimeLimitMs } from './go-machine.ts';

const run = promisify(execFile);
const checkout = join(import.meta.dirname, '../..');
const here = releaseArchive(thisMachine(process.env));

const hereAs = (): ReleasePlatform => {
  const found = releasePlatforms.find((platform) => archiveName(platform) === here);
  if (found === undefined) throw new Error('no release is made for this machine');
  return found;
};

/** A machine that has Node and a shell, and neither Go nor k6. */
const portableMachine = async () => {
  const { environment } = await bareMachine('sh', 'dirname', 'readlink');
  const path = `${dirname(process.execPath)}:${environment['PATH']}`;
  return { environment: { ...environment, PATH: path }, folder: await temporaryFolder() };
};

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

describe('a release for this machine', () => {
  const baseUrl = 'https://releases.example';
  let root = '';

  beforeAll(async () => {
    root = await temporaryFolder();
    const platforms = releasePlatforms.filter((platform) => archiveName(platform) === here);
    const job = { checkout, version, notes: '- New.', platforms, root, baseUrl, say: () => {} };
    await makeWholeRelease(job);
  }, goBuildTimeLimitMs);

  const fileOf = (name: string): string => join(root, releaseFolder, name);

  it('has k6 that a machine without Go downloads, checks and runs', async () => {
    const { environment } = await bareMachine('tar', 'gzip');
    const k6 = await findK6({ environment: { ...environment, HEADROOM_K6_RELEASES: await serve(root) } });
    expect(k6).toMatchObject({ source: 'release', version: pinnedK6Version });
  });

  it('has an archive that runs with Node alone, as a plugin of kubectl: it brings its k6', async () => {
    const { environment, folder } = await portableMachine();
    const [archive = ''] = (await readdir(join(root, releaseFolder))).filter((name) =>
      name.startsWith('kubectl-headroom-'),
    );
    await run('tar', ['-xzf', fileOf(archive), '-C', folder]);
    const plugin = join(folder, 'bin', 'kubectl-headroom');
    await mkdir(join(folder, 'bin'));
    await symlink(join(folder, 'kubectl-headroom'), plugin);
    expect((await run(plugin, ['--version'], { env: environment })).stdout.trim()).toBe(version);
    const { stdout } = await run(plugin, ['k6'], { env: environment });
    expect(stdout).toContain(join(folder, archiveName(hereAs()).replace('.tar.gz', ''), 'k6'));
    expect(stdout).toContain(pinnedK6Version);
  });

  it('has checksums and a manifest for krew that fit its files', async () => {
    const manifest = parse(await readFile(fileOf('krew-headroom.yaml'), 'utf8'));
    const [platform] = manifest.spec.platforms;
    const name = platform.uri.replace(`${baseUrl}/${releaseFolder}/`, '');
    const sha256 = createHash('sha256')
      .update(await readFile(fileOf(name)))
      .digest('hex');
    expect(platform.sha256).toBe(sha256);
    const sums = await readFile(fileOf(`kube-headroom-${version}-checksums.txt`), 'utf8');
    expect(sums).toContain(`${sha256}  ${name}\n`);
  });

  it('tells the licences of what is linked into k6', async () => {
    const folder = archiveName(hereAs()).replace('.tar.gz', '');
    const { stdout } = await run('tar', [
      '-xzOf',
      fileOf(archiveName(hereAs())),
      `${folder}/third-party-notices.txt`,
    ]);
    expect(stdout).toMatch(/^go\.k6\.io\/k6\/v2 v/m);
    expect(stdout).toContain('GNU AFFERO GENERAL PUBLIC LICENSE');
  });
});

it('a dry run builds and weighs the package, names every file, and keeps nothing', async () => {
  const root = join(await temporaryFolder(), 'releases');
  const { stdout } = await run('npm', ['run', '--silent', 'release', '--', root, '--dry-run'], {
    cwd: checkout,
  });
  expect(stdout).toMatch(/the package: \d+ files/);
  for (const platform of releasePlatforms) expect(stdout).toContain(archiveName(platform));
  await expect(readdir(root)).rejects.toThrow('ENOENT');
});
