import { parseAllDocuments } from 'yaml';
import { rbacManifest } from '../../../cluster/rights/manifest.ts';
import { needsOfKinds } from '../../../cluster/rights/needs.ts';
import { paths } from '../../cluster/objects.ts';
import type { Binaries } from '../control-plane/binaries.ts';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.ts';
import { startControllers } from '../control-plane/controllers.ts';
import { startAnnotations } from '../control-plane/kwok-config.ts';
import { startUsage, type Usage } from '../target/usage.ts';
import { until } from '../until.ts';
import type { LoopService } from './services.ts';

/** How the cluster of the loops is set: what the config says of it, and the flags of its controllers. */
export const clusterSettings = { hpaSyncSeconds: 5, metricsResolutionSeconds: 10 } as const;

/** A whole cluster on loopback in which services can be made. */
export type LoopCluster = { readonly plane: ControlPlane; readonly usage: Usage; stop(): Promise<void> };

const pathOf = ({ kind, metadata }: { kind: string; metadata: { namespace?: string } }): string =>
  `/apis/rbac.authorization.k8s.io/v1/${metadata.namespace ? `namespaces/${metadata.namespace}/` : ''}${kind.toLowerCase()}s`;

/** The account gets what `headroom rbac --apply` prints, and no more. */
const grantPrinted = async ({ api }: ControlPlane): Promise<void> => {
  const subject = { kind: 'User', name: 'reader' } as const;
  const text = rbacManifest({ namespace: 'models', needs: needsOfKinds('models', []), subject });
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS();
    await api.create(pathOf(object), object);
  }
};

/** Starts the whole control plane; resolves when metrics-server has usage of its nodes. */
export const startLoopCluster = async (binaries: Binaries): Promise<LoopCluster> => {
  const usage = await startUsage();
  const plane = await startControlPlane(binaries);
  const nodes = ['node-1', 'node-2', 'node-3'];
  const options = { ...clusterSettings, usagePort: usage.port, nodes };
  const controllers = await startControllers(plane, binaries, options);
  const stop = async (): Promise<void> => {
    await controllers.stop();
    await plane.stop();
    await usage.close();
  };
  try {
    await plane.api.create('/api/v1/namespaces', { metadata: { name: 'models' } });
    await grantPrinted(plane);
    await controllers.metricsServed();
  } catch (error) {
    await stop();
    throw error;
  }
  return { plane, usage, stop };
};

/** What the pods of a service ask for. */
export const requestCores = 0.5;

const templateOf = ({ name, pullMs, initMs }: LoopService): object => ({
  metadata: {
    labels: { app: name },
    annotations: {
      [startAnnotations.pullLeast]: `${pullMs[0]}ms`,
      [startAnnotations.pullMost]: `${pullMs[1]}ms`,
      [startAnnotations.initLeast]: `${initMs[0]}ms`,
      [startAnnotations.initMost]: `${initMs[1]}ms`,
    },
  },
  spec: {
    containers: [
      {
        name: 'model',
        image: 'registry.invalid/model:1',
        resources: { requests: { cpu: `${requestCores}` } },
      },
    ],
  },
});

/** The HPA's own rule on the way down; without it surplus stays for five minutes. */
export const behavior = { scaleDown: { stabilizationWindowSeconds: 30 } } as const;

/** Makes the Deployment and the HPA of a service, as `kubectl apply` would. */
export const createService = async ({ api }: ControlPlane, service: LoopService): Promise<void> => {
  const { name, minReplicas, maxReplicas, targetPercent } = service;
  const query = '?fieldManager=kubectl-client-side-apply';
  await api.create(`${paths.deployments}${query}`, {
    metadata: { name },
    spec: {
      replicas: minReplicas,
      selector: { matchLabels: { app: name } },
      template: templateOf(service),
    },
  });
  await api.create(`${paths.autoscalers}${query}`, {
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetPercent } },
        },
      ],
      behavior,
    },
  });
};

type LiveHpa = {
  readonly spec: object;
  readonly status: { readonly currentMetrics?: readonly { readonly resource?: object }[] | null };
};

/** The HPA of a service as it stands in the cluster. */
export const readHpa = async ({ api }: ControlPlane, name: string): Promise<LiveHpa> =>
  (await api.read(`${paths.autoscalers}/${name}`)) as unknown as LiveHpa;

/** Resolves when the HPA has seen the use of its pods: what every HPA that has been there for a while has. */
export const hpaReports = async (plane: ControlPlane, name: string): Promise<void> => {
  const hasReport = async (): Promise<boolean> =>
    ((await readHpa(plane, name)).status.currentMetrics ?? []).some(({ resource }) => resource !== undefined);
  await until(`the HPA ${name} has seen the use of its pods`, hasReport, {
    everyMs: 500,
    withinMs: 300_000,
  });
};

/** Takes a service out of the cluster: its HPA, its Deployment and, by the garbage collector, its pods. */
export const removeService = async ({ api }: ControlPlane, name: string): Promise<void> => {
  await api.remove(`${paths.autoscalers}/${name}`);
  await api.remove(`${paths.deployments}/${name}`);
};
