import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a node needs from the machine, and the Debian package that has it. */
const needed = [
  ['/usr/bin/containerd', 'containerd'],
  ['/usr/sbin/runc', 'runc'],
  ['/usr/lib/cni/ptp', 'containernetworking-plugins'],
  ['/usr/sbin/nft', 'nftables'],
  ['/usr/sbin/conntrack', 'conntrack'],
  ['/usr/sbin/ip', 'iproute2'],
  ['/usr/bin/unshare', 'util-linux'],
  ['/usr/bin/curl', 'curl'],
] as const;

/** Why no node can be run here, in words for a person; null where one can. */
export const whyNoNode = async (): Promise<string | null> => {
  if (process.platform !== 'linux') return 'a kubelet needs Linux';
  if (process.arch !== 'x64') return 'its images are made for x64';
  if (process.getuid?.() !== 0) return 'a kubelet needs root';
  const missing: string[] = [];
  for (const [path, debianPackage] of needed)
    await access(path).catch(() => missing.push(`${path} (Debian: ${debianPackage})`));
  return missing.length === 0 ? null : `these are not installed: ${missing.join(', ')}`;
};

/** The node's own place in every hierarchy of control groups. */
export const cgroupName = 'headroom-node';

const cgroupRoot = '/sys/fs/cgroup';

const removeTree = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  await rmdir(folder);
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );

/** The folders in which the node's control groups stand: one in version 2, one for each controller in version 1. */
const cgroupFolders = async (): Promise<string[]> => {
  if (await isFolder(join(cgroupRoot, 'cpuset')))
    return (await readdir(cgroupRoot)).map((controller) => join(cgroupRoot, controller, cgroupName));
  return [join(cgroupRoot, cgroupName)];
};

/** A kubelet wants its control groups to be there. In version 1 a new group of CPUs has none. */
const makeCgroups = async (): Promise<void> => {
  for (const folder of await cgroupFolders()) {
    // One may be left of a run whose process was killed.
    await mkdir(folder, { recursive: true });
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      if (basename(dirname(folder)) === 'cpuset')
        await writeFile(join(folder, file), await readFile(join(folder, '..', file), 'utf8'));
  }
};

/** Removes the control groups of a node that has ended. */
const removeCgroups = async (): Promise<void> => {
  for (const folder of await cgroupFolders()) if (await isFolder(folder)) await removeTree(folder);
};

/** A kubelet sets these for the whole machine. */
const machineSettings = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
].map((name) => join('/proc/sys', name));

/** Reads settings of the machine, and gives what puts them back. */
const keepSettings = async (): Promise<() => Promise<void>> => {
  const kept = await Promise.all(
    machineSettings.map(async (path) => [path, await readFile(path, 'utf8')] as const),
  );
  return async () => {
    for (const [path, text] of kept) await writeFile(path, text);
  };
};

/** Kills the first process of the namespace that unshare made: then the kernel kills all others, and unshare ends. */
const killFirst = (unshare: number): void => {
  const [first] = readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').trim().split(' ');
  if (first) process.kill(Number(first), 'SIGKILL');
};

/**
 * Runs a program of Node in namespaces of its own: processes, mounts and network. When it ends, by itself or by SIGINT or SIGTERM
 * to this process, all that it started has ended, no mount and no network is left, and the machine's settings are what they were.
 * Only a SIGKILL of this process leaves settings and control groups as they are; the next run removes the latter.
 *
 * @returns its exit code
 */
export const runInNamespaces = async (
  script: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> => {
  const restore = await keepSettings();
  await makeCgroups();
  const apart = ['--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child=SIGKILL'];
  const command = [...apart, process.execPath, script, ...args];
  const child = spawn('unshare', command, { stdio: 'inherit', env: { ...process.env, ...environment } });
  // Ctrl-C reaches the child too, which ends in order; only then is there something to put back.
  const wait = (): void => {};
  process.on('SIGINT', wait);
  const end = (): void => killFirst(child.pid!);
  process.on('SIGTERM', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', wait).off('SIGTERM', end);
  await restore();
  await removeCgroups();
  return code ?? 1;
};
