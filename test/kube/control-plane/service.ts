import { paths } from '../../cluster/objects.ts';
import type { Api } from './api.ts';

const labels = { app: 'score' };
const container = { name: 'model', image: 'registry.invalid/model:1' };
const template = { metadata: { labels }, spec: { containers: [container] } };
const role = (apiGroups: string[], resources: string[], verbs: string[]) => ({ apiGroups, resources, verbs });
const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/models';

/** Gives an account rights in the namespace, by a Role of its own. */
const grant = async (api: Api, user: string, rules: readonly ReturnType<typeof role>[]): Promise<void> => {
  await api.create(`${rbac}/roles`, { metadata: { name: user }, rules });
  await api.create(`${rbac}/rolebindings`, {
    metadata: { name: user },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
};

/** The namespace `models`, and two accounts with rights in it: one may read all that Headroom asks for, one only list. */
export const createNamespace = async (api: Api): Promise<void> => {
  await api.create('/api/v1/namespaces', { metadata: { name: 'models' } });
  const read = ['get', 'list', 'watch'];
  await grant(api, 'reader', [
    role(['apps'], ['deployments', 'replicasets'], read),
    role([''], ['pods', 'events'], read),
    role(['autoscaling'], ['horizontalpodautoscalers'], read),
  ]);
  await grant(api, 'lister', [role(['*'], ['*'], ['list'])]);
};

/** A Deployment as its controller would leave it. */
export const createDeployment = async (api: Api, name: string, replicas: number): Promise<void> => {
  const spec = { replicas, selector: { matchLabels: labels }, template };
  await api.create(paths.deployments, { metadata: { name, labels }, spec });
  await reportReplicas(api, name, replicas);
};

export const reportReplicas = (api: Api, name: string, ready: number): Promise<void> =>
  api.patch(`${paths.deployments}/${name}/status`, {
    status: { replicas: ready, readyReplicas: ready, availableReplicas: ready },
  });

export const createReplicaSet = (api: Api, name: string, replicas: number): Promise<void> =>
  api.create(paths.replicasets, {
    metadata: { name, labels },
    spec: { replicas, selector: { matchLabels: labels }, template },
  });

export const createPod = (api: Api, name: string, app = labels.app): Promise<void> =>
  api.create(paths.pods, { metadata: { name, labels: { app } }, spec: { containers: [container] } });

/** What a kubelet would report of a pod that runs; `restarts` tells the reports apart. */
export const reportPod = (api: Api, name: string, restarts: number): Promise<void> => {
  const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return api.patch(`${paths.pods}/${name}/status`, {
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }],
      containerStatuses: [
        {
          name: 'model',
          image: container.image,
          imageID: '',
          ready: true,
          restartCount: restarts,
          state: { running: { startedAt: at } },
        },
      ],
    },
  });
};

export const removePod = (api: Api, name: string): Promise<void> => api.remove(`${paths.pods}/${name}`);

export const createEvent = (api: Api, name: string, podName: string): Promise<void> =>
  api.create(paths.events, {
    metadata: { name },
    type: 'Warning',
    reason: 'FailedScheduling',
    message: '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.',
    eventTime: new Date().toISOString().replace('Z', '000Z'),
    action: 'Scheduling',
    reportingComponent: 'default-scheduler',
    reportingInstance: 'scheduler',
    involvedObject: { kind: 'Pod', namespace: 'models', name: podName },
  });

export const createAutoscaler = (api: Api, name: string, deployment: string): Promise<void> =>
  api.create(paths.autoscalers, {
    metadata: { name },
    spec: {
      minReplicas: 1,
      maxReplicas: 8,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
  });

export const createNode = (api: Api, name: string): Promise<void> =>
  api.create(paths.nodes, { metadata: { name } });
