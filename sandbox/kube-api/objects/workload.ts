import type { KubeObject } from '../store.ts';
import { ownedBy, podTemplateSpec, type ServiceIdentity } from './service.ts';

/** Replicas as a controller counts them: removed ones count no more. */
export type WorkloadCounts = {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  /** Times that the desired number was changed. */
  readonly generation: number;
};

/** The API leaves out counts of zero. */
const withoutZeros = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

const metadataOf = (service: ServiceIdentity, counts: WorkloadCounts) => ({
  namespace: service.namespace,
  generation: counts.generation,
  creationTimestamp: service.createdAt,
});

/** The service's Deployment as the Kubernetes API shows it. */
export const deploymentOf = (service: ServiceIdentity, counts: WorkloadCounts): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    ...metadataOf(service, counts),
    name: service.name,
    uid: service.deploymentUid,
    labels: service.labels,
  },
  spec: {
    replicas: counts.desired,
    selector: { matchLabels: service.labels },
    template: { metadata: { labels: service.labels }, spec: podTemplateSpec(service) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
  },
  status: {
    observedGeneration: counts.generation,
    ...withoutZeros({
      replicas: counts.current,
      updatedReplicas: counts.current,
      readyReplicas: counts.ready,
      availableReplicas: counts.ready,
      unavailableReplicas: Math.max(0, counts.desired - counts.ready),
    }),
  },
});

/** The service's ReplicaSet as the Kubernetes API shows it. */
export const replicaSetOf = (service: ServiceIdentity, counts: WorkloadCounts): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    ...metadataOf(service, counts),
    name: service.replicaSetName,
    uid: service.replicaSetUid,
    labels: service.podLabels,
    ownerReferences: ownedBy('apps/v1', 'Deployment', { name: service.name, uid: service.deploymentUid }),
  },
  spec: {
    replicas: counts.desired,
    selector: { matchLabels: service.podLabels },
    template: { metadata: { labels: service.podLabels }, spec: podTemplateSpec(service) },
  },
  status: {
    replicas: counts.current,
    observedGeneration: counts.generation,
    ...withoutZeros({
      fullyLabeledReplicas: counts.current,
      readyReplicas: counts.ready,
      availableReplicas: counts.ready,
    }),
  },
});
