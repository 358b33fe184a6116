import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One image of a layout: a layer of files, for one platform. */
export type LayoutImage = {
  readonly architecture: string;
  /** A tar.gz of the root folder. */
  readonly layerPath: string;
};

type Descriptor = { readonly mediaType: string; readonly digest: string; readonly size: number };

const media = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

const digestOf = (content: Uint8Array): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** Writes a blob under its digest. */
const writeBlob = async (
  folder: string,
  content: Uint8Array | object,
  mediaType: string,
): Promise<Descriptor> => {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  const digest = digestOf(bytes);
  await writeFile(join(folder, 'blobs/sha256', digest.slice('sha256:'.length)), bytes);
  return { mediaType, digest, size: bytes.length };
};

/** What runs in the image, and as whom: no root, and no shell to be found. */
const runAs = {
  User: '65532:65532',
  Env: ['PATH=/usr/bin', 'HOME=/tmp'],
  Entrypoint: ['k6'],
} as const;

type LayoutOptions = {
  readonly folder: string;
  readonly images: readonly LayoutImage[];
  /** Name and version under which tools load it. */
  readonly reference: string;
  readonly labels: Readonly<Record<string, string>>;
};

/**
 * Writes an image for several platforms as a folder in the OCI image layout (image-spec v1.1, image-layout.md). The same layers give
 * the same bytes: no time stands in it.
 *
 * @returns the digest of its index
 */
export const writeLayout = async ({ folder, images, reference, labels }: LayoutOptions): Promise<string> => {
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true });
  const manifests = [];
  for (const { architecture, layerPath } of images) {
    const layer = await readFile(layerPath);
    const config = {
      architecture,
      os: 'linux',
      config: { ...runAs, Labels: labels },
      rootfs: { type: 'layers', diff_ids: [digestOf(gunzipSync(layer))] },
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: media.manifest,
      config: await writeBlob(folder, config, media.config),
      layers: [await writeBlob(folder, layer, media.layer)],
    };
    const described = await writeBlob(folder, manifest, media.manifest);
    manifests.push({ ...described, platform: { architecture, os: 'linux' } });
  }
  const all = { schemaVersion: 2, mediaType: media.index, manifests };
  const index = await writeBlob(folder, all, media.index);
  const annotations = {
    'org.opencontainers.image.ref.name': reference.split(':').at(-1),
    'io.containerd.image.name': reference,
  };
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const top = { schemaVersion: 2, mediaType: media.index, manifests: [{ ...index, annotations }] };
  await writeFile(join(folder, 'index.json'), JSON.stringify(top));
  return index.digest;
};
