import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries, NodeBinaries } from '../control-plane/binaries.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import { demandRunning, freePort, kill, type Running, startProgram } from '../control-plane/processes.ts';
import { until } from '../until.ts';
import { containerdSocket, startContainerd } from './containerd.ts';
import { cgroupName } from './namespaces.ts';
import { nodeAddress, podNetwork } from './network.ts';

const nodeName = 'real-node';

type NodeOptions = {
  /** Of its own: volumes of pods stay mounted there for as long as this process lives. */
  readonly folder: string;
  /** Logs of containers are rotated at this size, looked at every three seconds; Kubernetes' default is 10Mi. */
  readonly logMaxSize: string;
  readonly logMaxFiles: number;
};

const kubeletConfig = ({ folder, logMaxSize, logMaxFiles }: NodeOptions, port: number): object => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: nodeAddress,
  port,
  healthzPort: 0,
  authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
  authorization: { mode: 'AlwaysAllow' },
  containerRuntimeEndpoint: `unix://${containerdSocket}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${cgroupName}`,
  failCgroupV1: false,
  failSwapOn: false,
  // The disk is the machine's, and none of this node's business.
  evictionHard: { 'memory.available': '100Mi' },
  imageGCHighThresholdPercent: 100,
  localStorageCapacityIsolation: false,
  podLogsDir: join(folder, 'pod-logs'),
  volumePluginDir: join(folder, 'volume-plugins'),
  resolvConf: '',
  containerLogMaxSize: logMaxSize,
  containerLogMaxFiles: logMaxFiles,
  containerLogMonitorInterval: '3s',
});

const proxyConfig = (kubeconfig: string): object => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clusterCIDR: podNetwork,
  clientConnection: { kubeconfig },
  // Settings of connection tracking are the whole machine's.
  conntrack: {
    maxPerCore: 0,
    min: 0,
    tcpEstablishedTimeout: '0s',
    tcpCloseWaitTimeout: '0s',
    udpTimeout: '0s',
    udpStreamTimeout: '0s',
  },
});

/** A node with its kubelet, and the controllers that give it pods. */
export type RealNode = { readonly stop: () => Promise<void> };

const isReady = async ({ api }: ControlPlane): Promise<boolean> => {
  const node = await api.read(`/api/v1/nodes/${nodeName}`).catch(() => ({ status: {} }));
  const { conditions } = node['status'] as { conditions?: { type: string; status: string }[] };
  return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
};

const managerFlags = ({ certificate }: ControlPlane, kubeconfig: string): string[] => [
  `--kubeconfig=${kubeconfig}`,
  '--secure-port=0',
  '--leader-elect=false',
  '--kube-api-qps=200',
  '--kube-api-burst=400',
  // Pods know the API server by it.
  `--root-ca-file=${certificate}`,
];

/**
 * Starts containerd, kubelet and kube-proxy, with the controller manager and the scheduler, and waits until the node is ready. It
 * must run in namespaces of its own, with the network of `makeNetwork`.
 */
export const startNode = async (
  plane: ControlPlane,
  binaries: Binaries & NodeBinaries,
  options: NodeOptions,
): Promise<RealNode> => {
  const { folder } = options;
  await mkdir(folder);
  const kubeconfig = await plane.kubeconfig('admin');
  const running: Running[] = [];
  const start = async (name: keyof (Binaries & NodeBinaries), flags: readonly string[]): Promise<void> => {
    const log = join(folder, `${name}.log`);
    running.push({ name, log, child: await startProgram(binaries[name], flags, log) });
  };
  await start('kube-controller-manager', managerFlags(plane, kubeconfig));
  await start('kube-scheduler', [`--kubeconfig=${kubeconfig}`, '--secure-port=0', '--leader-elect=false']);
  running.push(await startContainerd(folder));
  const [kubelet, proxy] = [join(folder, 'kubelet.json'), join(folder, 'proxy.json')];
  await writeFile(kubelet, JSON.stringify(kubeletConfig(options, await freePort())));
  await writeFile(proxy, JSON.stringify(proxyConfig(kubeconfig)));
  const names = [`--hostname-override=${nodeName}`, `--kubeconfig=${kubeconfig}`];
  const place = [`--root-dir=${join(folder, 'kubelet')}`, `--node-ip=${nodeAddress}`];
  await start('kubelet', [...names, ...place, `--config=${kubelet}`]);
  await start('kube-proxy', [`--hostname-override=${nodeName}`, `--config=${proxy}`]);
  await until('the node is ready', () => isReady(plane), {
    everyMs: 200,
    between: () => demandRunning(...running),
    withinMs: 300_000,
  });
  return {
    stop: async () => {
      for (const { child } of running.toReversed()) await kill(child);
    },
  };
};
