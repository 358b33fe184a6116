import type { RawPod, RawWorkload } from '../../cluster/lines/raw.ts';
import type { Manifest } from './scripted-api-server.ts';

export const paths = {
  deployments: '/apis/apps/v1/namespaces/models/deployments',
  replicasets: '/apis/apps/v1/namespaces/models/replicasets',
  pods: '/api/v1/namespaces/models/pods',
  events: '/api/v1/namespaces/models/events',
  nodes: '/api/v1/nodes',
  statefulsets: '/apis/apps/v1/namespaces/models/statefulsets',
  rollouts: '/apis/argoproj.io/v1alpha1/namespaces/models/rollouts',
  scaledobjects: '/apis/keda.sh/v1alpha1/namespaces/models/scaledobjects',
  autoscalers: '/apis/autoscaling/v2/namespaces/models/horizontalpodautoscalers',
} as const;

const labels = { app: 'score' };

export const deployment = (name: string, desired: number, ready = desired): Manifest & RawWorkload => ({
  metadata: { name, uid: `uid-of-${name}`, labels },
  spec: { replicas: desired },
  status: { replicas: desired, readyReplicas: ready, availableReplicas: ready },
});

/** A pod whose `restarts` tell its states apart, and whose node tells apart the pods that had its name in turn. */
export const pod = (name: string, restarts = 0, life = 1): Manifest & RawPod => ({
  metadata: { name, uid: `uid-of-${name}-${life}`, labels, creationTimestamp: '2026-11-23T03:29:00Z' },
  spec: { nodeName: `node-${life}` },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-11-23T03:29:09Z' }],
    containerStatuses: [
      { restartCount: restarts, state: { running: { startedAt: '2026-11-23T03:29:05Z' } } },
    ],
  },
});

export const event = (name: string, objectKind: string, objectName: string, reason = 'Scheduled'): Manifest =>
  ({
    metadata: { name, uid: `uid-of-${name}` },
    type: 'Normal',
    reason,
    message: `${reason} ${objectName}`,
    eventTime: '2026-11-23T03:29:01.250000Z',
    involvedObject: { kind: objectKind, name: objectName },
  }) as Manifest;

export const autoscaler = (name: string, target: string, desired: number, kind = 'Deployment'): Manifest =>
  ({
    metadata: { name, uid: `uid-of-${name}` },
    spec: { minReplicas: 1, maxReplicas: 10, scaleTargetRef: { kind, name: target } },
    status: { currentReplicas: desired, desiredReplicas: desired, conditions: [] },
  }) as Manifest;

/** The same object, made by a controller. */
export const ownedBy = <Object extends Manifest>(
  object: Object,
  [apiVersion, kind, name]: readonly [string, string, string],
): Object => ({
  ...object,
  metadata: { ...object.metadata, ownerReferences: [{ apiVersion, kind, name, controller: true }] },
});

/** The same object, without the labels of the service. */
export const unlabelled = <Object extends Manifest>(object: Object): Object => ({
  ...object,
  metadata: { ...object.metadata, labels: {} },
});

/** What the API says of the kinds of a group that it serves; a star marks those that can be scaled. */
export const servedKinds = (...kinds: readonly string[]): unknown => ({
  resources: kinds.flatMap((one) => {
    const kind = one.replace('*', '');
    const name = `${kind.toLowerCase()}s`;
    return [{ name, kind }, ...(one.endsWith('*') ? [{ name: `${name}/scale`, kind: 'Scale' }] : [])];
  }),
});
