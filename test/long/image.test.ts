import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { parseK6Version } from '../../load/k6/version.ts';
import { makeImage } from '../../release/image/make.ts';

const run = promisify(execFile);

type Descriptor = { readonly digest: string };

test('the image of a runner is an OCI archive whose k6 has the module of this version', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-image-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const archive = join(folder, 'image.tar');
  const options = { architectures: ['amd64'], reference: 'headroom-k6:test', onProgress: () => {} };
  const digest = await makeImage({ ...options, archive });
  await run('tar', ['-xf', archive, '-C', folder]);
  const blob = async ({ digest: name }: Descriptor): Promise<Buffer> => {
    const content = await readFile(join(folder, 'blobs/sha256', name.replace('sha256:', '')));
    expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(name);
    return content;
  };
  const read = async (of: Descriptor) => JSON.parse((await blob(of)).toString());
  const top = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  expect(top.manifests[0].digest).toBe(digest);
  const { manifests } = await read(top.manifests[0]);
  expect(manifests[0].platform).toEqual({ architecture: 'amd64', os: 'linux' });
  const { config, layers } = await read(manifests[0]);
  expect((await read(config)).config).toMatchObject({ User: '65532:65532', Entrypoint: ['k6'] });
  const layer = join(folder, 'blobs/sha256', layers[0].digest.replace('sha256:', ''));
  await run('tar', ['-xzf', layer, '-C', folder]);
  expect(await readFile(join(folder, 'etc/ssl/certs/ca-certificates.crt'), 'utf8')).toContain(
    'BEGIN CERTIFICATE',
  );
  const { stdout } = await run(join(folder, 'usr/bin/k6'), ['version']);
  expect(parseK6Version(stdout)?.module).toBe('v0.1.0');

  const again = join(folder, 'again.tar');
  expect(await makeImage({ ...options, archive: again }), 'the same sources give the same image').toBe(
    digest,
  );
});
