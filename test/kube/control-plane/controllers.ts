import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../until.ts';
import type { Binaries } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { kwokConfig } from './kwok-config.ts';
import { demandRunning, freePort, kill, type Running, startProgram } from './processes.ts';

/** What differs from cluster to cluster, and where the usage of pods is read. */
export type ControllerOptions = {
  /** `--horizontal-pod-autoscaler-sync-period` of the controller manager; 15 by default. */
  readonly hpaSyncSeconds: number;
  /** `--metric-resolution` of metrics-server; 10 at least, 15 in its manifests. */
  readonly metricsResolutionSeconds: number;
  /** Port of loopback at which each node's `/metrics/resource` is served, under `/nodes/<name>`. */
  readonly usagePort: number;
  readonly nodes: readonly string[];
};

type Place = { readonly kubeconfig: string; readonly options: ControllerOptions; readonly folder: string };

const controllerManagerFlags = ({ kubeconfig, options }: Place): string[] => [
  `--kubeconfig=${kubeconfig}`,
  '--secure-port=0',
  '--leader-elect=false',
  // Its default of 20 a second starts the controllers four seconds late.
  '--kube-api-qps=200',
  '--kube-api-burst=400',
  `--horizontal-pod-autoscaler-sync-period=${options.hpaSyncSeconds}s`,
];

const schedulerFlags = ({ kubeconfig }: Place): string[] => [
  `--kubeconfig=${kubeconfig}`,
  '--secure-port=0',
  '--leader-elect=false',
];

const kwokFlags = ({ kubeconfig, options, folder }: Place, serverPort: number): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--config=${join(folder, 'kwok.yaml')}`,
  '--manage-all-nodes=true',
  '--node-ip=127.0.0.1',
  `--node-port=${options.usagePort}`,
  `--server-address=127.0.0.1:${serverPort}`,
  // The controller manager takes a node without news for lost after 50 s.
  '--node-lease-duration-seconds=40',
];

const metricsServerFlags = ({ kubeconfig, options, folder }: Place, port: number): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--authentication-kubeconfig=${kubeconfig}`,
  `--authorization-kubeconfig=${kubeconfig}`,
  // The API server has no certificate of its own for calls to extensions, so they come as anonymous ones.
  '--authentication-skip-lookup=true',
  '--bind-address=127.0.0.1',
  `--secure-port=${port}`,
  `--cert-dir=${join(folder, 'metrics-server')}`,
  `--metric-resolution=${options.metricsResolutionSeconds}s`,
  // It panics where one reading may take longer than the time between two.
  '--kubelet-request-timeout=5s',
  '--kubelet-use-node-status-port',
  '--kubelet-preferred-address-types=InternalIP',
  '--deprecated-kubelet-completely-insecure',
];

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** What the API server has forwarded was allowed there; metrics-server asks again, for nobody. */
const letAnybodyReadMetrics = async ({ api }: ControlPlane): Promise<void> => {
  const name = 'metrics-by-anybody';
  await api.create(`${rbac}/clusterroles`, {
    metadata: { name },
    rules: [
      { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list'] },
      { nonResourceURLs: ['/apis', '/apis/*', '/openapi/*'], verbs: ['get'] },
    ],
  });
  await api.create(`${rbac}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
  });
};

const registerMetrics = async (plane: ControlPlane, port: number): Promise<void> => {
  await letAnybodyReadMetrics(plane);
  await plane.api.create('/api/v1/namespaces/kube-system/services', {
    metadata: { name: 'metrics-server' },
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  });
  await plane.api.create('/apis/apiregistration.k8s.io/v1/apiservices', {
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { namespace: 'kube-system', name: 'metrics-server', port },
    },
  });
};

const createNode = (plane: ControlPlane, name: string): Promise<void> => {
  const size = { cpu: '64', memory: '256Gi', pods: '500' };
  return plane.api.create('/api/v1/nodes', {
    metadata: {
      name,
      annotations: { 'metrics.k8s.io/resource-metrics-path': `/nodes/${name}/metrics/resource` },
    },
    status: { allocatable: size, capacity: size },
  });
};

/** A control plane whose Deployments get pods on nodes, whose pods get ready, and whose HPAs see what pods use. */
export type Controllers = {
  /** Resolves when metrics-server has usage of every node: two readings. */
  metricsServed(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts what makes a cluster of an API server: controller manager, scheduler, metrics-server, and kwok, which plays nodes
 * and kubelets. All are administrators of this throw-away cluster.
 */
export const startControllers = async (
  plane: ControlPlane,
  binaries: Binaries,
  options: ControllerOptions,
): Promise<Controllers> => {
  const place: Place = { kubeconfig: await plane.kubeconfig('admin'), options, folder: plane.folder };
  const [kwokPort, metricsPort] = [await freePort(), await freePort()];
  await writeFile(join(plane.folder, 'kwok.yaml'), kwokConfig());
  const running: Running[] = [];
  const start = async (name: keyof Binaries, flags: readonly string[]): Promise<void> => {
    const log = join(plane.folder, `${name}.log`);
    running.push({ name, log, child: await startProgram(binaries[name], flags, log) });
  };
  await start('kube-controller-manager', controllerManagerFlags(place));
  await start('kube-scheduler', schedulerFlags(place));
  await start('kwok', kwokFlags(place, kwokPort));
  await start('metrics-server', metricsServerFlags(place, metricsPort));
  for (const node of options.nodes) await createNode(plane, node);
  await registerMetrics(plane, metricsPort);
  return {
    metricsServed: async () => {
      const hasAll = async (): Promise<boolean> => {
        const listed = await plane.api
          .read('/apis/metrics.k8s.io/v1beta1/nodes')
          .catch(() => ({ items: [] }));
        return (listed['items'] as unknown[]).length === options.nodes.length;
      };
      await until('metrics-server has the usage of every node', hasAll, {
        everyMs: 200,
        between: () => demandRunning(...running),
      });
    },
    stop: async () => {
      for (const { child } of running) await kill(child);
    },
  };
};
