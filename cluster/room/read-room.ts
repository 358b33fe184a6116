import type { Room } from '../../runs/schema/room.ts';
import { watchEndText } from '../connect/connection-faults.ts';
import { type Connection, requestTimeoutMs, type WatchEnd } from '../connect/kube-client.ts';
import { servedGroups } from '../discovery.ts';
import type { NodeObject, PodObject, QuotaObject, WorkloadObject } from '../doctor/objects.ts';
import type { RawObject } from '../lines/raw.ts';
import { type Listed, listAll } from '../list.ts';
import { roomOf } from './room-of.ts';

/** The cluster autoscaler writes what it does into this ConfigMap, the one that AKS runs too. */
const statusName = 'cluster-autoscaler-status';
const statusPath = `/api/v1/namespaces/kube-system/configmaps/${statusName}`;
/** Answers to who may look: it is there, or it is not. */
const lookedAt: readonly number[] = [200, 404];

/** The API group of Karpenter, which AKS offers as node auto-provisioning. */
const karpenter = 'karpenter.sh';

type Place = { readonly client: Connection; readonly namespace: string | null };

const list = (name: string, { client, namespace }: Place): Promise<Listed | WatchEnd> =>
  listAll({
    client,
    resource: { group: '', version: 'v1', namespace, name, selector: null },
    requestMs: requestTimeoutMs,
  });

/** Pods of the whole cluster; null: this account may not read them. */
const podsIn = async (client: Connection): Promise<readonly PodObject[] | null> => {
  const listed = await list('pods', { client, namespace: null });
  return listed.kind === 'listed' ? (listed.items as readonly PodObject[]) : null;
};

/** What adds nodes. null: no sign of it, and the place of one may not be read. */
const nodeAutoscalerOf = async (client: Connection): Promise<readonly string[] | null> => {
  const groups = await servedGroups({
    client,
    requestMs: requestTimeoutMs,
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  const answer = await client.request({ path: statusPath, signal: AbortSignal.timeout(requestTimeoutMs) });
  const name = answer.kind === 'answer' ? (answer.body as RawObject | null)?.metadata?.name : undefined;
  const signs = [
    ...(groups?.has(karpenter) ? [karpenter] : []),
    ...(name === statusName ? [statusName] : []),
  ];
  const mayLook = groups !== null && answer.kind === 'answer' && lookedAt.includes(answer.status);
  return signs.length > 0 || mayLook ? signs : null;
};

/** What a check of the cluster has read already. */
type Known = {
  readonly pods: readonly PodObject[];
  readonly workload: WorkloadObject | undefined;
  readonly nodes: readonly NodeObject[] | undefined;
};

/** The room, and what of it could not be read though doctor speaks of it. */
type ReadRoom = {
  /** undefined: nothing tells what a replica asks for. */
  readonly room: Room | undefined;
  readonly unread: readonly { readonly resource: string; readonly reason: string }[];
};

/**
 * Reads what nodes and quotas have left for a service. Pods of other namespaces and the node autoscaler's status may be
 * forbidden: then less is known, and the room says so.
 */
export const readRoom = async (
  client: Connection,
  namespace: string,
  { pods, workload, nodes }: Known,
): Promise<ReadRoom> => {
  const [allPods, quotas, nodeAutoscaler] = await Promise.all([
    nodes === undefined ? null : podsIn(client),
    list('resourcequotas', { client, namespace }),
    nodeAutoscalerOf(client),
  ]);
  const isRead = quotas.kind === 'listed';
  const room = roomOf({
    pods,
    workload,
    nodes: nodes ?? null,
    allPods,
    quotas: isRead ? (quotas.items as readonly QuotaObject[]) : [],
    nodeAutoscaler,
  });
  const unread = { resource: 'resourcequotas', reason: isRead ? '' : watchEndText(quotas, 'resourcequotas') };
  return { room, unread: isRead ? [] : [unread] };
};
