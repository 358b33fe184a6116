import type { KubeObject } from '../../../sandbox/kube-api/store.ts';
import { kubeTime } from '../../../sandbox/kube-api/times.ts';

/** Replicas as the controllers count them. */
export type Counts = {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly updated: number;
  readonly generation: number;
};

export type Names = {
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
};

const meta = (name: string, { labels, createdAtMs }: Names) => ({
  name,
  namespace: 'default',
  uid: `uid-of-${name}`,
  creationTimestamp: kubeTime(createdAtMs),
  labels,
});

const template = (labels: Names['labels']) => ({
  metadata: { labels },
  spec: {
    containers: [{ name: 'model', image: 'registry.example/model:7', resources: { requests: { cpu: '1' } } }],
    terminationGracePeriodSeconds: 30,
  },
});

const condition = (type: string, isTrue: boolean, reason: string, message: string) => ({
  type,
  status: isTrue ? 'True' : 'False',
  reason,
  message,
});

/** apps/v1 Deployment. */
export const deploymentObject = (name: string, names: Names, counts: Counts): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...meta(name, names), generation: counts.generation },
  spec: {
    replicas: counts.desired,
    selector: { matchLabels: names.labels },
    template: template(names.labels),
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
  },
  status: {
    observedGeneration: counts.generation,
    replicas: counts.current,
    updatedReplicas: counts.updated,
    ...(counts.ready > 0 && { readyReplicas: counts.ready, availableReplicas: counts.ready }),
    ...(counts.ready < counts.desired && { unavailableReplicas: counts.desired - counts.ready }),
    conditions: [
      counts.ready < counts.desired
        ? condition(
            'Available',
            false,
            'MinimumReplicasUnavailable',
            'Deployment does not have minimum availability.',
          )
        : condition('Available', true, 'MinimumReplicasAvailable', 'Deployment has minimum availability.'),
    ],
  },
});

/** apps/v1 ReplicaSet of one revision of the Deployment. */
export const replicaSetObject = (
  name: string,
  deployment: string,
  { names, counts }: { readonly names: Names; readonly counts: Counts },
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    ...meta(name, names),
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: deployment,
        uid: `uid-of-${deployment}`,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  },
  spec: {
    replicas: counts.desired,
    selector: { matchLabels: names.labels },
    template: template(names.labels),
  },
  status: {
    replicas: counts.current,
    fullyLabeledReplicas: counts.current,
    ...(counts.ready > 0 && { readyReplicas: counts.ready, availableReplicas: counts.ready }),
    observedGeneration: counts.generation,
  },
});

/** core/v1 Node. */
export const nodeObject = (name: string, cpu: string, createdAtMs: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: `uid-of-${name}`, creationTimestamp: kubeTime(createdAtMs) },
  spec: {},
  status: {
    allocatable: { cpu, memory: '14Gi', pods: '30' },
    capacity: { cpu, memory: '16Gi', pods: '30' },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastTransitionTime: kubeTime(createdAtMs),
      },
    ],
  },
});

export type HpaView = {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly current: number;
  readonly desired: number;
  /** Whole percent of the request; null: the controller has none. */
  readonly utilization: number | null;
  readonly target: number;
  /** Those that differ from a healthy HPA. */
  readonly conditions?: Readonly<Record<string, { status: string; reason: string; message: string }>>;
};

const healthy = {
  AbleToScale: {
    status: 'True',
    reason: 'ReadyForNewScale',
    message: 'recommended size matches current size',
  },
  ScalingActive: {
    status: 'True',
    reason: 'ValidMetricFound',
    message:
      'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
  },
  ScalingLimited: {
    status: 'False',
    reason: 'DesiredWithinRange',
    message: 'the desired count is within the acceptable range',
  },
};

/** autoscaling/v2 HorizontalPodAutoscaler. */
export const hpaObject = (name: string, names: Names, view: HpaView): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: meta(name, names),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: view.minReplicas,
    maxReplicas: view.maxReplicas,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: view.target } },
      },
    ],
  },
  status: {
    currentReplicas: view.current,
    desiredReplicas: view.desired,
    currentMetrics:
      view.utilization === null
        ? null
        : [
            {
              type: 'Resource',
              resource: {
                name: 'cpu',
                current: { averageUtilization: view.utilization, averageValue: `${view.utilization * 10}m` },
              },
            },
          ],
    conditions: Object.entries({ ...healthy, ...view.conditions }).map(([type, text]) => ({
      type,
      lastTransitionTime: kubeTime(names.createdAtMs),
      ...text,
    })),
  },
});
