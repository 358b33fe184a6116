import { type DoctorLine, fine, namesText } from './line.ts';

/** Without these a test sees no replica. */
const vital = new Set(['pods']);

/** What a report lacks where a resource can't be read. */
const lacks: Readonly<Record<string, string>> = {
  pods: 'ready replicas and start-up lags',
  deployments: 'desired replicas, unless an autoscaler gives them',
  replicasets: 'which revision the replicas are of',
  events: 'why replicas are late (FailedScheduling, image pulls)',
  nodes: 'how much room the nodes have',
  horizontalpodautoscalers: 'what the autoscaler saw and wanted',
  resourcequotas: 'how many replicas the namespace may hold',
  scaledobjects: 'whether KEDA scales the service, and how',
  httpscaledobjects: 'whether KEDA scales the service, and how',
  podautoscalers: 'whether Knative scales the service, and how',
  statefulsets: 'desired replicas, unless an autoscaler gives them',
  rollouts: 'desired replicas, unless an autoscaler gives them',
};

/** What may not be read is a question of rights; what fails otherwise no right helps. */
const remedyOf = (resource: string, reason: string): Pick<DoctorLine, 'topic' | 'fix'> =>
  reason.startsWith('forbidden')
    ? { topic: 'permission', fix: 'grant what `headroom rbac` prints' }
    : { topic: 'cluster', fix: `see why the API server does not answer: kubectl get ${resource}` };

/** Resources that can be read, and a line for each that can't. */
export const rightsLines = (
  readable: readonly string[],
  unknown: readonly { readonly resource: string; readonly reason: string }[],
): DoctorLine[] => [
  ...(readable.length === 0
    ? []
    : [fine('permission', `may list and watch ${namesText(readable, readable.length)}`)]),
  ...unknown.map(({ resource, reason }): DoctorLine => {
    const lack = lacks[resource];
    return {
      level: vital.has(resource) ? 'problem' : 'warning',
      ...remedyOf(resource, reason),
      what: `${resource} can't be read: ${reason}${lack === undefined ? '' : `. Unknown then: ${lack}`}`,
      ...(vital.has(resource) && { isBlind: true }),
    };
  }),
];
