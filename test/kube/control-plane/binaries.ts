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

type Program = { readonly module: string; readonly package: string; readonly linkerFlags: string };

const versionPackage = 'k8s.io/component-base/version';

/** A server without a version answers `/version` with v0.0.0, which clients refuse. */
const ofKubernetes = (name: string): Program => ({
  module: 'kube',
  package: `k8s.io/kubernetes/cmd/${name}`,
  linkerFlags: `-s -w -X ${versionPackage}.gitVersion=v1.36.3 -X ${versionPackage}.gitMajor=1 -X ${versionPackage}.gitMinor=36`,
});

const ofProject = (module: string, path: string): Program => ({
  module,
  package: path,
  linkerFlags: '-s -w',
});

/** Built in three modules (go.mod, go.sum beside this file): they want different versions of the same. */
const programs = {
  etcd: ofProject('etcd', 'go.etcd.io/etcd/server/v3'),
  'kube-apiserver': ofKubernetes('kube-apiserver'),
  'kube-controller-manager': ofKubernetes('kube-controller-manager'),
  'kube-scheduler': ofKubernetes('kube-scheduler'),
  'metrics-server': ofProject('addons', 'sigs.k8s.io/metrics-server/cmd/metrics-server'),
  kwok: ofProject('addons', 'sigs.k8s.io/kwok/cmd/kwok'),
} as const satisfies Readonly<Record<string, Program>>;

type ProgramName = keyof typeof programs;

/** The path of each program of a control plane. */
export type Binaries = Readonly<Record<ProgramName, string>>;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `<user cache>/headroom/kube/<hash of the go.sum files>/`: another version is another folder. */
const folderOf = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const module of new Set(Object.values(programs).map((program) => program.module)))
    hash.update(await readFile(join(import.meta.dirname, module, 'go.sum')));
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'headroom', 'kube', hash.digest('hex').slice(0, 12));
};

/** Two packages at a time: the linker alone takes 2 GB. */
const build = async (program: Program, target: string): Promise<void> => {
  const unfinished = `${target}.${process.pid}`;
  await promisify(execFile)(
    'go',
    ['build', '-p', '2', '-trimpath', '-ldflags', program.linkerFlags, '-o', unfinished, program.package],
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
  throw new Error(
    'these tests build a Kubernetes control plane from source: install Go (https://go.dev/dl), or leave them out with HEADROOM_SKIP_KUBE=1',
  );
};

/** The programs, built where they are not in the cache yet: 15 minutes of CPU time at first, then nothing. */
export const getBinaries = async (): Promise<Binaries> => {
  const folder = await folderOf();
  await mkdir(folder, { recursive: true });
  await withLock(join(folder, 'build.lock'), async () => {
    for (const [name, program] of Object.entries(programs)) {
      const target = join(folder, name);
      if (await exists(target)) continue;
      process.stderr.write(`building ${name} from source, once\n`);
      await build(program, target).catch(needGo);
    }
  });
  const paths = Object.keys(programs).map((name) => [name, join(folder, name)] as const);
  return Object.fromEntries(paths) as Binaries;
};

/** Before any test: one control plane's programs for all of them. */
export const setup = async (project: TestProject): Promise<void> => {
  project.provide('controlPlane', await getBinaries());
};
