import type { FleetChange } from '../fleet.ts';
import type { EventText } from './objects/event.ts';
import { containerName, imageName, type ServiceIdentity } from './objects/service.ts';
import type { KubeObject } from './store.ts';

type Scaled = Extract<FleetChange, { kind: 'scaled' }>;
type ReplicaChanged = Extract<FleetChange, { kind: 'replica' }>;

/** What the Deployment controller tells of a new number of replicas. */
export const eventsOfScaling = (
  { from, to }: Scaled,
  deployment: KubeObject,
  service: ServiceIdentity,
): EventText[] => [
  {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${to > from ? 'up' : 'down'} replica set ${service.replicaSetName} from ${from} to ${to}`,
    component: 'deployment-controller',
    object: deployment,
  },
];

/** What controller, scheduler and kubelet tell of a pod, in the words of the real ones. */
export const eventsOfReplica = (
  { replica, change }: ReplicaChanged,
  pod: KubeObject,
  replicaSet: KubeObject,
): EventText[] => {
  const { state } = replica;
  const { name, namespace } = pod.metadata;
  const normal = { type: 'Normal', object: pod } as const;
  const warning = { type: 'Warning', object: pod } as const;
  const ofSet = { type: 'Normal', object: replicaSet, component: 'replicaset-controller' } as const;
  const scheduler = 'default-scheduler';
  const kubelet = 'kubelet';
  switch (change) {
    case 'created':
      return [{ ...ofSet, reason: 'SuccessfulCreate', message: `Created pod: ${name}` }];
    case 'unschedulable': {
      const message = state.unschedulable?.message ?? '';
      return [{ ...warning, reason: 'FailedScheduling', message, component: scheduler }];
    }
    case 'scheduled': {
      const message = `Successfully assigned ${namespace}/${name} to ${state.node}`;
      return [
        { ...normal, reason: 'Scheduled', message, component: scheduler },
        { ...normal, reason: 'Pulling', message: `Pulling image "${imageName}"`, component: kubelet },
      ];
    }
    case 'started': {
      const pulled =
        state.restarts === 0
          ? `Successfully pulled image "${imageName}"`
          : `Container image "${imageName}" already present on machine`;
      return [
        { ...normal, reason: 'Pulled', message: pulled, component: kubelet },
        { ...normal, reason: 'Started', message: `Started container ${containerName}`, component: kubelet },
      ];
    }
    case 'crashed': {
      if (state.lastCrash?.backOffMs === 0) return [];
      const message = `Back-off restarting failed container ${containerName} in pod ${name}_${namespace}(${state.uid})`;
      return [{ ...warning, reason: 'BackOff', message, component: kubelet }];
    }
    case 'removed': {
      const deleted: EventText = { ...ofSet, reason: 'SuccessfulDelete', message: `Deleted pod: ${name}` };
      const message = `Stopping container ${containerName}`;
      const killing: EventText = { ...normal, reason: 'Killing', message, component: kubelet };
      return state.startedAtMs === null ? [deleted] : [deleted, killing];
    }
    case 'ready':
    case 'gone':
      return [];
  }
};
