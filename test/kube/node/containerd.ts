import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demandRunning, type Running, startProgram } from '../control-plane/processes.ts';
import { until } from '../until.ts';
import { podNetwork } from './network.ts';
import { run } from './run-command.ts';

/** Where containerd listens: in a file system of this process's own. */
export const containerdSocket = '/run/containerd/containerd.sock';

/** The image that holds the namespaces of each pod. */
export const pauseImage = 'registry.example/pause:1';

const configOf = (folder: string): string => `
version = 2
root = "${join(folder, 'containerd')}"
state = "/run/containerd"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(folder, 'cni')}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;

/** Each pod has a link to the node of its own, so that its packets pass the rules of kube-proxy. */
const network = {
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipam: {
        type: 'host-local',
        ranges: [[{ subnet: podNetwork }]],
        routes: [{ dst: '0.0.0.0/0' }],
        dataDir: '/run/cni',
      },
    },
  ],
};

/** Folders that containerd and kubelet write to by fixed paths: empty ones, which nobody else sees. */
const hideFolders = async (): Promise<void> => {
  for (const folder of ['/run', '/var/log', '/var/lib']) await run('mount', '-t', 'tmpfs', 'tmpfs', folder);
};

/** Starts containerd, and waits until it listens. */
export const startContainerd = async (folder: string): Promise<Running> => {
  await hideFolders();
  await mkdir(join(folder, 'cni'), { recursive: true });
  await writeFile(join(folder, 'cni', '10-pods.conflist'), JSON.stringify(network));
  const config = join(folder, 'containerd.toml');
  await writeFile(config, configOf(folder));
  const log = join(folder, 'containerd.log');
  const child = await startProgram('containerd', ['--config', config], log);
  const containerd = { name: 'containerd', child, log };
  const listens = (): Promise<boolean> =>
    access(containerdSocket).then(
      () => true,
      () => false,
    );
  await until('containerd listens', listens, { between: () => demandRunning(containerd) });
  return containerd;
};

/** Gives containerd the image of an OCI archive, under the name that stands in it. */
export const importImage = async (archive: string): Promise<void> => {
  await run('ctr', '--address', containerdSocket, '--namespace', 'k8s.io', 'images', 'import', archive);
};
