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

/** Built in modules of their own (go.mod, go.sum beside this file): they want different versions of the same. */
const programs = {
  etcd: ofProject('etcd', 'go.etcd.io/etcd/server/v3'),
  'kube-apiserver': ofKubernetes('kube-apiserver'),
  'kube-controller-manager': ofKubernetes('kube-controller-manager'),
  'kube-scheduler': ofKubernetes('kube-scheduler'),
  'metrics-server': ofProject('addons', 'sigs.k8s.io/metrics-server/cmd/metrics-server'),
  kwok: ofProject('addons', 'sigs.k8s.io/kwok/cmd/kwok'),
} as const satisfies Readonly<Record<string, Program>>;

/** The path of each program of a control plane. */
export type Binaries = Readonly<Record<keyof typeof programs, string>>;

/** What a node runs beside its containers, and the k6-operator: built where one is wanted only. */
const programsOfNode = {
  kubelet: { ...ofKubernetes('kubelet'), module: 'node' },
  'kube-proxy': { ...ofKubernetes('kube-proxy'), module: 'node' },
  'k6-operator': ofProject('operator', 'github.com/grafana/k6-operator/cmd'),
} as const satisfies Readonly<Record<string, Program>>;

/** The path of each program of a node. */
export type NodeBinaries = Readonly<Record<keyof typeof programsOfNode, string>>;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `<user cache>/headroom/kube/<hash of the go.sum files>/`: another version is another folder. */
const folderOf = async (all: readonly Program[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const module of new Set(all.map((program) => program.module)))
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

/** Programs, built where they are not in the cache yet. */
const getAll = async <Name extends string>(
  wanted: Readonly<Record<Name, Program>>,
): Promise<Readonly<Record<Name, string>>> => {
  const all = Object.entries<Program>(wanted);
  const folder = await folderOf(all.map(([, program]) => program));
  await mkdir(folder, { recursive: true });
  await withLock(join(folder, 'build.lock'), async () => {
    for (const [name, program] of all) {
      const target = join(folder, name);
      if (await exists(target)) continue;
      process.stderr.write(`building ${name} from source, once\n`);
      await build(program, target).catch(needGo);
    }
  });
  const paths = all.map(([name]) => [name, join(folder, name)] as const);
  return Object.fromEntries(paths) as Record<Name, string>;
};

/** The programs of a control plane: 15 minutes of CPU time at first, then nothing. */
export const getBinaries = (): Promise<Binaries> => getAll(programs);

/** The programs of a node, and the k6-operator: 5 minutes of CPU time at first, then nothing. */
export const getNodeBinaries = (): Promise<NodeBinaries> => getAll(programsOfNode);

/** Before any test: one control plane's programs for all of them. */
export const setup = async (project: TestProject): Promise<void> => {
  project.provide('controlPlane', await getBinaries());
};
