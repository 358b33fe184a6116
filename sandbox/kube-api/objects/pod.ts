import type { Crash, ReplicaState } from '../../replica.ts';
import type { KubeObject } from '../store.ts';
import { kubeTime } from '../times.ts';
import { containerName, imageName, ownedBy, podTemplateSpec, type ServiceIdentity } from './service.ts';

type Condition = {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly lastProbeTime: null;
  readonly lastTransitionTime: string;
  readonly reason?: string;
  readonly message?: string;
};

const isTrue = (type: string, sinceMs: number): Condition => ({
  type,
  status: 'True',
  lastProbeTime: null,
  lastTransitionTime: kubeTime(sinceMs),
});

const isFalse = (
  type: string,
  sinceMs: number,
  why: { readonly reason: string; readonly message: string },
): Condition => ({ ...isTrue(type, sinceMs), status: 'False', ...why });

/** None before the scheduler has looked at the pod, and only its own until the kubelet has. */
const conditionsOf = (state: ReplicaState): Condition[] => {
  const { scheduledAtMs, readyAtMs, unschedulable, lastCrash } = state;
  if (scheduledAtMs === null) {
    if (!unschedulable) return [];
    const { sinceMs, message } = unschedulable;
    return [isFalse('PodScheduled', sinceMs, { reason: 'Unschedulable', message })];
  }
  const why = {
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${containerName}]`,
  };
  const readiness = (type: string): Condition =>
    readyAtMs === null ? isFalse(type, lastCrash?.endedAtMs ?? scheduledAtMs, why) : isTrue(type, readyAtMs);
  return [
    isTrue('Initialized', scheduledAtMs),
    readiness('Ready'),
    readiness('ContainersReady'),
    isTrue('PodScheduled', scheduledAtMs),
  ];
};

const terminatedBy = (crash: Crash) => ({
  terminated: {
    exitCode: 1,
    reason: 'Error',
    startedAt: kubeTime(crash.startedAtMs),
    finishedAt: kubeTime(crash.endedAtMs),
  },
});

const containerStateOf = ({ stage, startedAtMs, lastCrash }: ReplicaState) => {
  if (stage === 'crashed' && lastCrash) {
    if (lastCrash.backOffMs === 0) return terminatedBy(lastCrash);
    const message = `back-off ${lastCrash.backOffMs / 1000}s restarting failed container=${containerName}`;
    return { waiting: { reason: 'CrashLoopBackOff', message } };
  }
  if (startedAtMs === null) return { waiting: { reason: 'ContainerCreating' } };
  return { running: { startedAt: kubeTime(startedAtMs) } };
};

/** What a container was before what it is now. */
const lastStateOf = ({ stage, lastCrash }: ReplicaState) =>
  lastCrash === null || (stage === 'crashed' && lastCrash.backOffMs === 0) ? {} : terminatedBy(lastCrash);

const containerStatusOf = (state: ReplicaState) => ({
  name: containerName,
  image: imageName,
  imageID: '',
  state: containerStateOf(state),
  lastState: lastStateOf(state),
  ready: state.readyAtMs !== null,
  started: state.stage === 'starting' || state.stage === 'ready',
  restartCount: state.restarts,
});

const statusOf = (state: ReplicaState) => {
  const conditions = conditionsOf(state);
  return {
    phase: state.startedAtMs === null ? 'Pending' : 'Running',
    ...(conditions.length > 0 && { conditions }),
    ...(state.scheduledAtMs !== null && {
      startTime: kubeTime(state.scheduledAtMs),
      containerStatuses: [containerStatusOf(state)],
    }),
    qosClass: 'Burstable',
  };
};

const deletionOf = (removedAtMs: number, { gracePeriodSeconds }: ServiceIdentity) => ({
  deletionTimestamp: kubeTime(removedAtMs + gracePeriodSeconds * 1000),
  deletionGracePeriodSeconds: gracePeriodSeconds,
});

/** A replica as a Pod. */
export const podOf = (state: ReplicaState, service: ServiceIdentity): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: state.name,
    generateName: `${service.replicaSetName}-`,
    namespace: service.namespace,
    uid: state.uid,
    creationTimestamp: kubeTime(state.createdAtMs),
    labels: service.podLabels,
    ownerReferences: ownedBy('apps/v1', 'ReplicaSet', {
      name: service.replicaSetName,
      uid: service.replicaSetUid,
    }),
    ...(state.removedAtMs !== null && deletionOf(state.removedAtMs, service)),
  },
  spec: { ...podTemplateSpec(service), ...(state.node !== null && { nodeName: state.node }) },
  status: statusOf(state),
});
