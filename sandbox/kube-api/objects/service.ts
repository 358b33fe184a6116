import { randomUUID } from 'node:crypto';
import type { ResolvedSandboxOptions } from '../../../runs/schema/sandbox.ts';
import { kubeTime } from '../times.ts';

/** What all objects of the service share: its names, its labels and the identities of its owners. */
export type ServiceIdentity = {
  readonly name: string;
  readonly namespace: string;
  /** As on the objects of an Azure ML v1 service. */
  readonly labels: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly deploymentUid: string;
  readonly replicaSetName: string;
  readonly replicaSetUid: string;
  readonly createdAt: string;
  readonly cpuPerReplica: number;
  readonly gracePeriodSeconds: number;
};

/** Name of the one container of each pod. */
export const containerName = 'inference-server';
/** Image of that container; it is shown and never pulled. */
export const imageName = 'headroom.example/sandbox-model:1';

/** The service is older than the sandbox: its first replicas have been ready for a while. */
const serviceAgeMs = 86_400_000;

/** Names, labels and uids that the objects of one service share. */
export const identifyService = (options: ResolvedSandboxOptions, replicaSetName: string): ServiceIdentity => {
  const labels = { isazuremlapp: 'true', azuremlappname: options.serviceName };
  const templateHash = replicaSetName.slice(options.serviceName.length + 1);
  return {
    name: options.serviceName,
    namespace: options.namespace,
    labels,
    podLabels: { ...labels, 'pod-template-hash': templateHash },
    deploymentUid: randomUUID(),
    replicaSetName,
    replicaSetUid: randomUUID(),
    createdAt: kubeTime(Date.now() - serviceAgeMs),
    cpuPerReplica: options.cpuPerReplica,
    gracePeriodSeconds: Math.round(options.gracePeriodMs / 1000),
  };
};

/**
 * Cores as a Kubernetes quantity.
 *
 * @example cpuQuantity(0.1) // '100m'
 */
export const cpuQuantity = (cores: number): string =>
  Number.isInteger(cores) ? String(cores) : `${Math.round(cores * 1000)}m`;

/** Points from an object to the controller that made it. */
export const ownedBy = (
  apiVersion: string,
  kind: string,
  owner: { readonly name: string; readonly uid: string },
) => [{ apiVersion, kind, ...owner, controller: true, blockOwnerDeletion: true }];

/** What every pod of the service runs. */
export const podTemplateSpec = (service: ServiceIdentity) => ({
  containers: [
    {
      name: containerName,
      image: imageName,
      resources: { requests: { cpu: cpuQuantity(service.cpuPerReplica) } },
    },
  ],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: service.gracePeriodSeconds,
});
