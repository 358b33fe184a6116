import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { withLock } from '../../../load/k6/lock.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    controlPlane: Binaries;
  }
}

export type Binaries = { readonly apiServer: string; readonly etcd: string };

type Program = {
  readonly name: string;
  readonly module: string;
  readonly package: string;
  readonly linkerFlags: string;
};

const versionPackage = 'k8s.io/component-base/version';

/** Each is built in a module of its own (go.mod, go.sum beside this file): they want different versions of the same. */
const programs: readonly Program[] = [
  { name: 'etcd', module: 'etcd', package: 'go.etcd.io/etcd/server/v3', linkerFlags: '-s -w' },
  {
    name: 'kube-apiserver',
    module: 'kube',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    // A server without a version answers `/version` with v0.0.0, which clients refuse.
    linkerFlags: `-s -w -X ${versionPackage}.gitVersion=v1.36.3 -X ${versionPackage}.gitMajor=1 -X ${versionPackage}.gitMinor=36`,
  },
];

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `<user cache>/headroom/kube/<hash of the go.sum files>/`: another version is another folder. */
const folderOf = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const { module } of programs) hash.update(await readFile(join(import.meta.dirname, module, 'go.sum')));
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'headroom', 'kube', hash.digest('hex').slice(0, 12));
};

/** One package at a time: the linker alone takes 2 GB. */
const build = async (program: Program, target: string): Promise<void> => {
  const unfinished = `${target}.${process.pid}`;
  await promisify(execFile)(
    'go',
    ['build', '-p', '1', '-trimpath', '-ldflags', program.linkerFlags, '-o', unfinished, program.package],
    {
      cwd: join(import.meta.dirname, program.module),
      env: { ...process.env, CGO_ENABLED: '0' },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  await rename(unfinished, target);
};

const needGo = (error: NodeJS.ErrnoException): never => {
  if (error.code !== 'ENOENT') throw error;
  throw new Error('these tests build a Kubernetes API server from source: install Go (https://go.dev/dl)');
};

/** Builds what is not in the cache yet: about six minutes and 5 GB of Go's own caches the first time, then nothing. */
export const setup = async (project: TestProject): Promise<void> => {
  const folder = await folderOf();
  await mkdir(folder, { recursive: true });
  await withLock(join(folder, 'build.lock'), async () => {
    for (const program of programs) {
      const target = join(folder, program.name);
      if (await exists(target)) continue;
      process.stderr.write(`building ${program.name} from source, once\n`);
      await build(program, target).catch(needGo);
    }
  });
  project.provide('controlPlane', { apiServer: join(folder, 'kube-apiserver'), etcd: join(folder, 'etcd') });
};
