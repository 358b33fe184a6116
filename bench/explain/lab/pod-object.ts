import type { KubeObject } from '../../../sandbox/kube-api/store.ts';
import { kubeTime } from '../../../sandbox/kube-api/times.ts';

/** A container that ended, as `state.terminated` and `lastState.terminated` have it. */
export type Ended = {
  readonly reason: string;
  readonly exitCode: number;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
};

/** A pod as a scenario sees it; what the kubelet and the scheduler write follows from it. */
export type PodState = {
  readonly name: string;
  readonly uid: string;
  readonly templateHash: string;
  readonly createdAtMs: number;
  readonly node: string | null;
  /** The scheduler's words while no node takes it. */
  readonly unschedulable: string | null;
  readonly scheduledAtMs: number | null;
  /** The container runs since then; null: it does not. */
  readonly runningAtMs: number | null;
  /** Why it does not run. */
  readonly waiting: { readonly reason: string; readonly message?: string } | null;
  readonly ready: boolean;
  /** When `ready` last changed. */
  readonly readyChangedAtMs: number;
  readonly restarts: number;
  /** The container's state now, where it has ended and waits for nothing yet. */
  readonly ended: Ended | null;
  readonly lastEnded: Ended | null;
  readonly deletedAtMs: number | null;
};

/** Name of the container of every pod of a lab. */
export const containerName = 'model';

const graceSeconds = 30;

const condition = (type: string, isTrue: boolean, atMs: number, why: object = {}) => ({
  type,
  status: isTrue ? 'True' : 'False',
  observedGeneration: 1,
  lastProbeTime: null,
  lastTransitionTime: kubeTime(atMs),
  ...(isTrue ? {} : why),
});

const unready = {
  reason: 'ContainersNotReady',
  message: `containers with unready status: [${containerName}]`,
};

const conditionsOf = (pod: PodState) => {
  if (pod.scheduledAtMs === null)
    return pod.unschedulable === null
      ? []
      : [
          condition('PodScheduled', false, pod.createdAtMs, {
            reason: 'Unschedulable',
            message: pod.unschedulable,
          }),
        ];
  const { scheduledAtMs, ready, readyChangedAtMs } = pod;
  return [
    condition('PodReadyToStartContainers', true, scheduledAtMs),
    condition('Initialized', true, scheduledAtMs),
    condition('Ready', ready, readyChangedAtMs, unready),
    condition('ContainersReady', ready, readyChangedAtMs, unready),
    condition('PodScheduled', true, scheduledAtMs),
  ];
};

const terminated = ({ reason, exitCode, startedAtMs, finishedAtMs }: Ended) => ({
  terminated: {
    exitCode,
    reason,
    startedAt: kubeTime(startedAtMs),
    finishedAt: kubeTime(finishedAtMs),
    containerID: 'containerd://5f2a0c',
  },
});

const stateOf = ({ waiting, ended, runningAtMs }: PodState) => {
  if (waiting !== null) return { waiting };
  if (ended !== null) return terminated(ended);
  return runningAtMs === null
    ? { waiting: { reason: 'ContainerCreating' } }
    : { running: { startedAt: kubeTime(runningAtMs) } };
};

const statusOf = (pod: PodState) => ({
  phase: pod.runningAtMs === null && pod.restarts === 0 ? 'Pending' : 'Running',
  conditions: conditionsOf(pod),
  ...(pod.scheduledAtMs !== null && {
    hostIP: '10.224.0.4',
    podIP: '10.244.1.17',
    startTime: kubeTime(pod.scheduledAtMs),
    containerStatuses: [
      {
        name: containerName,
        image: 'registry.example/model:7',
        imageID: 'registry.example/model@sha256:3b1f',
        ready: pod.ready,
        started: pod.runningAtMs !== null,
        restartCount: pod.restarts,
        state: stateOf(pod),
        lastState: pod.lastEnded === null ? {} : terminated(pod.lastEnded),
      },
    ],
  }),
  qosClass: 'Burstable',
});

/** The pod as the Kubernetes API shows it (core/v1 Pod of 1.36; fields that nothing here reads are left out). */
export const podObject = (
  pod: PodState,
  { labels, owner }: { readonly labels: Readonly<Record<string, string>>; readonly owner: KubeObject },
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: pod.name,
    generateName: `${owner.metadata.name}-`,
    namespace: 'default',
    uid: pod.uid,
    creationTimestamp: kubeTime(pod.createdAtMs),
    labels: { ...labels, 'pod-template-hash': pod.templateHash },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: owner.metadata.name,
        uid: owner.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    ...(pod.deletedAtMs !== null && {
      deletionTimestamp: kubeTime(pod.deletedAtMs + graceSeconds * 1000),
      deletionGracePeriodSeconds: graceSeconds,
    }),
  },
  spec: {
    ...(pod.node !== null && { nodeName: pod.node }),
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: graceSeconds,
    schedulerName: 'default-scheduler',
    containers: [
      {
        name: containerName,
        image: 'registry.example/model:7',
        resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
      },
    ],
  },
  status: statusOf(pod),
});
