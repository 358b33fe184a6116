import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { runCommand } from '../../load/k6/command.ts';
import { goBuild } from '../../load/k6/go.ts';
import { copyModule } from '../../load/k6/module-source.ts';
import { moduleVersion, pinnedK6Version } from '../../load/k6/version.ts';
import { type LayoutImage, writeLayout } from './layout.ts';

const environment = process.env;
const commandTimeLimitMs = 120_000;

const demand = async (file: string, args: readonly string[]): Promise<void> => {
  const result = await runCommand(file, args, { environment, timeLimitMs: commandTimeLimitMs });
  if ('reason' in result)
    throw new HeadroomError('E_K6_FAILED', { what: result.reason, fix: `see what ${file} says above` });
};

/** The root folder of one platform as a layer: the same files give the same bytes. */
const makeLayer = async (module: string, work: string, architecture: string): Promise<LayoutImage> => {
  const root = join(work, architecture);
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true });
  await mkdir(join(root, 'tmp'), { recursive: true });
  // Node brings the authorities that Mozilla trusts.
  await writeFile(join(root, 'etc/ssl/certs/ca-certificates.crt'), `${rootCertificates.join('\n')}\n`);
  const refusal = await goBuild({
    folder: module,
    target: './cmd/k6',
    output: join(root, 'usr/bin/k6'),
    environment,
    platform: { GOOS: 'linux', GOARCH: architecture },
  });
  if (refusal !== null)
    throw new HeadroomError('E_K6_FAILED', { what: refusal.reason, fix: refusal.fix ?? 'see above' });
  const [tar, layerPath] = [join(work, `${architecture}.tar`), join(work, `${architecture}.tar.gz`)];
  const owners = ['--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--sort=name'];
  await demand('tar', ['-cf', tar, ...owners, '-C', root, '.']);
  await demand('gzip', ['-n', tar]);
  return { architecture, layerPath };
};

/** What to make, and where. */
type ImageOptions = {
  readonly architectures: readonly string[];
  /** File of the archive, an OCI image layout in a tar. */
  readonly archive: string;
  readonly reference: string;
  readonly onProgress: (message: string) => void;
};

/**
 * Builds the image of a runner with Go and tar alone: no container tool, no daemon, no root.
 *
 * @returns the digest of the image
 * @throws HeadroomError E_K6_FAILED with what Go or tar said
 */
export const makeImage = async (options: ImageOptions): Promise<string> => {
  const { architectures, archive, reference, onProgress } = options;
  const work = await mkdtemp(join(tmpdir(), 'headroom-image-'));
  try {
    const module = join(work, 'module');
    await copyModule(module);
    const images: LayoutImage[] = [];
    for (const architecture of architectures) {
      onProgress(`building k6 for linux/${architecture}`);
      images.push(await makeLayer(module, work, architecture));
    }
    const folder = join(work, 'layout');
    const labels = {
      'org.opencontainers.image.title': 'headroom-k6',
      'org.opencontainers.image.version': moduleVersion,
      'org.opencontainers.image.description': `k6 ${pinnedK6Version} with the k6 module of Headroom`,
      'org.opencontainers.image.licenses': 'AGPL-3.0-only AND Apache-2.0',
    };
    const digest = await writeLayout({ folder, images, reference, labels });
    await demand('tar', ['-cf', archive, '-C', folder, 'oci-layout', 'index.json', 'blobs']);
    return digest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
