import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Room } from '../../runs/schema/room.ts';
import type { ClusterCheck } from '../check.ts';
import { checkCluster } from '../check.ts';
import type { Connection } from '../connect/kube-client.ts';
import type { Cluster } from '../connect/open.ts';
import { snapshotOf } from '../follow/snapshot.ts';
import { readRoom } from '../room/read-room.ts';
import { readRouterPods } from '../router-pods.ts';
import { autoscalerLines, autoscalersOf, metricLines, otherScalersIn } from './autoscaler-lines.ts';
import { clockLines } from './clock-line.ts';
import { type DoctorLine, fine } from './line.ts';
import {
  type HpaObject,
  hasEnded,
  type NodeObject,
  type PodObject,
  type PodSpec,
  type WorkloadObject,
} from './objects.ts';
import { findOwners, type Owners } from './owners.ts';
import { namespaceLine } from './place.ts';
import { requestLines } from './requests.ts';
import { rightsLines } from './rights.ts';
import { roomLines } from './room.ts';
import { routerLine } from './router.ts';
import { selectionLine } from './selection.ts';
import { type ExpectedSlots, workerLines } from './workers.ts';

/** What the config says that the cluster is compared with. */
type Expected = ExpectedSlots & {
  /** The config says that Azure ML's router stands before the service. */
  readonly isAzureml: boolean;
  readonly now: () => number;
};

/** Labels of model pods by Azure ML v1 and v2 (https://github.com/Azure/AML-Kubernetes). */
const isOfAzureml = ({ metadata }: PodObject): boolean =>
  Object.keys(metadata?.labels ?? {}).some(
    (key) => key === 'azuremlappname' || key === 'ml.azure.com/deployment-name',
  );

type Readable = Extract<ClusterCheck, { kind: 'readable' }>;

type Unread = Readable['unknown'][number];

/** What a recording could not read beside what is looked at for every service: owners of other kinds, objects of KEDA. */
const unreadIn = (recorded: readonly ClusterLine[], known: readonly Unread[]): Unread[] => {
  const named = new Set(known.map(({ resource }) => resource));
  return recorded.flatMap((line) =>
    line.kind === 'unknown' && !named.has(line.resource)
      ? [{ resource: line.resource, reason: line.reason }]
      : [],
  );
};

const deploymentIn = ({ objects }: Readable): WorkloadObject | undefined =>
  objects['deployments']?.[0] as WorkloadObject | undefined;

/** What new pods will ask for, where none runs: a service that is scaled to zero has but its Deployment. */
const templateOf = (check: Readable): PodSpec | undefined => deploymentIn(check)?.spec?.template?.spec;

/** How the number of replicas may grow: autoscalers, their metrics, and the room for what they may ask for. */
const scalingLines = (options: {
  readonly check: Readable;
  readonly expected: Expected;
  readonly pods: readonly PodObject[];
  readonly owners: Owners;
  readonly recorded: readonly ClusterLine[];
  readonly room: Room | undefined;
}): DoctorLine[] => {
  const { check, expected, pods, owners, recorded, room } = options;
  const hpas = check.objects['horizontalpodautoscalers'] as readonly HpaObject[] | undefined;
  const own = hpas && autoscalersOf(hpas, recorded);
  const pod = pods.find((one) => !hasEnded(one))?.spec ?? templateOf(check);
  const maxReplicas = Math.max(0, ...(own ?? []).map(({ spec }) => spec?.maxReplicas ?? 0));
  return [
    ...autoscalerLines({
      own,
      others: otherScalersIn(recorded),
      workloads: owners.workloads,
      isAzureml: expected.isAzureml || pods.some(isOfAzureml),
    }),
    ...metricLines(own ?? []),
    ...requestLines(own ?? [], pod),
    ...(room && maxReplicas > 0 ? roomLines(room, maxReplicas) : []),
    ...workerLines(pod, expected),
  ];
};

/** What was found in a cluster: a line for each thing looked at, and what a recording would begin with. */
type Examination = {
  readonly lines: readonly DoctorLine[];
  /** The lines of a recording at its start, room for more replicas and pods of the router among them. Empty: nothing could be read. */
  readonly recorded: readonly ClusterLine[];
  /** Azure ML's router stands before the service, by the config or by the labels of the pods. */
  readonly isAzureml: boolean;
};

/** The lines of a cluster that can be read. */
const linesOf = async (
  cluster: Cluster,
  client: Connection,
  options: {
    readonly check: Readable;
    readonly expected: Expected;
    readonly recorded: readonly ClusterLine[];
    readonly room: Room | undefined;
    readonly unread: readonly Unread[];
  },
): Promise<readonly DoctorLine[]> => {
  const { check, expected } = options;
  const { namespace } = cluster;
  const pods = check.objects['pods'] as readonly PodObject[] | undefined;
  const deployments = check.objects['deployments'] ?? [];
  const owners = await findOwners({ client, namespace, pods: pods ?? [], deployments });
  const isInhabited = Object.entries(check.found).some(([name, count]) => name !== 'nodes' && count > 0);
  const place = await namespaceLine(namespace, client, isInhabited);
  const rights = rightsLines(Object.keys(check.found), [
    ...check.unknown,
    ...options.unread,
    ...unreadIn(options.recorded, check.unknown),
  ]);
  const clock = await clockLines(client, expected.now);
  if (place.isBlind) return [place, ...clock];
  if (pods === undefined) return [place, ...rights, ...clock];
  const selection = await selectionLine({ cluster, client, pods, owners });
  const scaling = selection.isBlind ? [] : scalingLines({ ...options, pods, owners });
  return [place, selection, ...rights, ...scaling, ...clock];
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
  signal: AbortSignal,
): Promise<Examination> => {
  const { isAzureml } = expected;
  const check = await checkCluster(cluster);
  if (check.kind === 'unreadable') {
    const blind = { level: 'problem', topic: 'cluster', isBlind: true, ...check.problem } as const;
    return { lines: [blind], recorded: [], isAzureml };
  }
  if (cluster.access.kind === 'none') throw new Error('a cluster without access was read');
  const { context, connection: client } = cluster.access;
  const pods = (check.objects['pods'] ?? []) as readonly PodObject[];
  const seen = await snapshotOf(cluster, signal);
  const nodes = check.objects['nodes'] as readonly NodeObject[] | undefined;
  const workload = deploymentIn(check);
  const { room, unread } = await readRoom(client, cluster.namespace, { pods, workload, nodes });
  const lines = await linesOf(cluster, client, { check, expected, recorded: seen, room, unread });
  const isBehindAzureml = isAzureml || pods.some(isOfAzureml);
  const routerPods = isBehindAzureml ? await readRouterPods(client, expected.now()) : [];
  return {
    lines: [
      fine('cluster', `context "${context}", ${client.server}`),
      ...lines,
      ...(isBehindAzureml ? [routerLine(routerPods)] : []),
    ],
    recorded: [
      ...seen,
      ...(room === undefined ? [] : [{ kind: 'room', atMs: expected.now(), ...room } as const]),
      ...(routerPods ?? []),
    ],
    isAzureml: isBehindAzureml,
  };
};
