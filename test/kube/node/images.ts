import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goBuild } from '../../../load/k6/go.ts';
import { writeLayout } from '../../../release/image/layout.ts';
import { run } from './run-command.ts';

type Packed = {
  /** A root folder, and where the archive goes. */
  readonly root: string;
  readonly folder: string;
  readonly reference: string;
};

const pack = async ({ root, folder, reference }: Packed): Promise<string> => {
  const [layerPath, layout] = [join(folder, 'layer.tar.gz'), join(folder, 'layout')];
  await run('tar', '-czf', layerPath, '-C', root, '.');
  await writeLayout({
    folder: layout,
    images: [{ architecture: 'amd64', layerPath }],
    reference,
    labels: {},
  });
  const archive = join(folder, 'image.tar');
  await run('tar', '-cf', archive, '-C', layout, 'oci-layout', 'index.json', 'blobs');
  return archive;
};

/** The image that holds a pod's namespaces: one small program, under the name that the image's start wants. */
export const makePauseImage = async (folder: string, reference: string): Promise<string> => {
  const root = join(folder, 'root');
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  const refusal = await goBuild({
    folder: join(import.meta.dirname, 'pause'),
    target: '.',
    output: join(root, 'usr/bin/k6'),
    environment: process.env,
  });
  if (refusal !== null) throw new Error(refusal.reason);
  return pack({ root, folder, reference });
};

/** Programs of this machine with their libraries, at the places where they have them. */
const copyPrograms = async (root: string, programs: readonly string[]): Promise<void> => {
  const libraries = (await run('ldd', ...programs)).matchAll(/(\/\S+\.so\S*)/g);
  const files = new Set([...programs, ...[...libraries].map(([, path]) => path!)]);
  await run('cp', '--parents', '--dereference', ...files, root);
};

/** What the k6-operator's own starter image holds, as far as it is used: sh and curl. */
export const makeStarterImage = async (folder: string, reference: string): Promise<string> => {
  const root = join(folder, 'root');
  await mkdir(join(root, 'etc'), { recursive: true });
  await writeFile(join(root, 'etc/passwd'), 'starter:x:12345:12345::/:/bin/sh\n');
  await copyPrograms(root, ['/usr/bin/sh', '/usr/bin/curl']);
  return pack({ root, folder, reference });
};
