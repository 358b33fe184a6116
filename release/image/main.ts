/**
 * `npm run release:image [file] [name]`: the image of a runner as an OCI archive, for amd64 and arm64.
 * `skopeo copy oci-archive:FILE docker://NAME` brings it into a registry, `podman load -i FILE` onto a machine.
 */
import { resolve } from 'node:path';
import { moduleVersion } from '../../load/k6/version.ts';
import { makeImage } from './make.ts';

const archive = resolve(process.argv[2] ?? `headroom-k6-${moduleVersion}.oci.tar`);
const reference = process.argv[3] ?? `headroom-k6:${moduleVersion}`;
const digest = await makeImage({
  architectures: ['amd64', 'arm64'],
  archive,
  reference,
  onProgress: console.log,
});
console.log(`${archive}: ${reference}@${digest}`);
