import type { ClusterCheck } from '../check.ts';
import { checkCluster } from '../check.ts';
import { servedGroups } from '../discovery.ts';
import type { Connection } from '../kube-client.ts';
import { listAll } from '../list.ts';
import type { Cluster } from '../open.ts';
import { scalersOf } from '../resources.ts';
import { autoscalerLines, autoscalersOf, metricLines } from './autoscaler-lines.ts';
import { clockLines } from './clock-line.ts';
import { type DoctorLine, fine } from './line.ts';
import type { HpaObject, NodeObject, PodObject, PodSpec, QuotaObject, WorkloadObject } from './objects.ts';
import { findOwners } from './owners.ts';
import { namespaceLine } from './place.ts';
import { requestLines } from './requests.ts';
import { rightsLines } from './rights.ts';
import { nodeLines, quotaLines } from './room.ts';
import { selectionLine } from './selection.ts';
import { workerLines } from './workers.ts';

const requestMs = 10_000;

/** What the config says that the cluster is compared with. */
type Expected = {
  readonly slotsPerReplica: number;
  readonly now: () => number;
};

/** Labels of model pods by Azure ML v1 and v2 (https://github.com/Azure/AML-Kubernetes). */
const isOfAzureml = ({ metadata }: PodObject): boolean =>
  Object.keys(metadata?.labels ?? {}).some(
    (key) => key === 'azuremlappname' || key === 'ml.azure.com/deployment-name',
  );

type Readable = Extract<ClusterCheck, { kind: 'readable' }>;

const quotasIn = async (namespace: string, client: Connection): Promise<readonly QuotaObject[]> => {
  const resource = { group: '', version: 'v1', namespace, name: 'resourcequotas', selector: null };
  const listed = await listAll({ client, resource, requestMs });
  return listed.kind === 'listed' ? (listed.items as readonly QuotaObject[]) : [];
};

/** What new pods will ask for, where none runs: a service that is scaled to zero has but its Deployment. */
const templateOf = ({ objects }: Readable): PodSpec | undefined =>
  (objects['deployments']?.[0] as WorkloadObject | undefined)?.spec?.template?.spec;

/** Objects of KEDA and Knative that name one of the owners as their target, as `Kind/name`. */
const scalersIn = async (
  namespace: string,
  client: Connection,
  owners: ReadonlySet<string>,
): Promise<string[]> => {
  const groups = await servedGroups({ client, requestMs, signal: AbortSignal.timeout(requestMs) });
  const lists = await Promise.all(
    scalersOf(namespace, groups ?? new Set()).map(async (resource) => {
      const listed = await listAll({ client, resource, requestMs });
      const items = listed.kind === 'listed' ? listed.items : [];
      return items
        .filter((raw) => owners.has(resource.subjectOf(raw) ?? ''))
        .flatMap((raw) => resource.keyOf(raw) ?? []);
    }),
  );
  return lists.flat();
};

/** How the number of replicas may grow: autoscalers, their metrics, and the room for what they may ask for. */
const scalingLines = async (options: {
  readonly cluster: Cluster;
  readonly client: Connection;
  readonly check: Readable;
  readonly expected: Expected;
  readonly pods: readonly PodObject[];
  readonly owners: Awaited<ReturnType<typeof findOwners>>;
}): Promise<DoctorLine[]> => {
  const { cluster, client, check, expected, pods, owners } = options;
  const hpas = check.objects['horizontalpodautoscalers'] as readonly HpaObject[] | undefined;
  const own = hpas && autoscalersOf(hpas, owners.all);
  const others = await scalersIn(cluster.namespace, client, owners.all);
  const pod = pods[0]?.spec ?? templateOf(check);
  const maxReplicas = Math.max(0, ...(own ?? []).map(({ spec }) => spec?.maxReplicas ?? 0));
  const need = pod && { pod, current: pods.length, maxReplicas };
  const nodes = check.objects['nodes'] as readonly NodeObject[] | undefined;
  return [
    ...autoscalerLines({ own, others, workloads: owners.workloads, isAzureml: pods.some(isOfAzureml) }),
    ...metricLines(own ?? []),
    ...requestLines(own ?? [], pod),
    ...(need && maxReplicas > 0 ? quotaLines(await quotasIn(cluster.namespace, client), need) : []),
    ...(need && maxReplicas > 0 && nodes ? nodeLines(nodes, need) : []),
    ...workerLines(pod, expected.slotsPerReplica),
  ];
};

/**
 * Everything that can be wrong in a cluster before a load, a line for each thing looked at: `headroom doctor` shows all of
 * them, `headroom test` those that are not ok. Nothing is written.
 *
 * @throws HeadroomError E_CLUSTER for a selector that the API server does not understand
 */
export const examineCluster = async (
  cluster: Cluster,
  expected: Expected,
): Promise<readonly DoctorLine[]> => {
  const check = await checkCluster(cluster);
  if (check.kind === 'unreadable')
    return [{ level: 'problem', topic: 'cluster', isBlind: true, ...check.problem }];
  if (cluster.access.kind === 'none') throw new Error('a cluster without access was read');
  const { context, connection: client } = cluster.access;
  const { namespace } = cluster;
  const pods = check.objects['pods'] as readonly PodObject[] | undefined;
  const deployments = check.objects['deployments'] ?? [];
  const replicaSets = check.objects['replicasets'] ?? [];
  const owners = await findOwners({ client, namespace, pods: pods ?? [], deployments, replicaSets });
  const isInhabited = Object.entries(check.found).some(([name, count]) => name !== 'nodes' && count > 0);
  const place = await namespaceLine(namespace, client, isInhabited);
  const lines = [fine('cluster', `context "${context}", ${client.server}`), place];
  const rights = rightsLines(Object.keys(check.found), check.unknown);
  const clock = await clockLines(client, expected.now);
  if (place.isBlind) return [...lines, ...clock];
  if (pods === undefined) return [...lines, ...rights, ...clock];
  const selection = await selectionLine({ cluster, client, pods, owners });
  const scaling = { cluster, client, check, expected, pods, owners };
  return [
    ...lines,
    selection,
    ...rights,
    ...(selection.isBlind ? [] : await scalingLines(scaling)),
    ...clock,
  ];
};
