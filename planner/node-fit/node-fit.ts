import type { NodeFit } from '../../runs/schema/result/node-fit.ts';
import type { Room } from '../../runs/schema/room.ts';
import { schedulerWords } from '../measure/scheduler-words.ts';
import type { Recorded } from '../timeline/recording.ts';
import { roomInQuotas, roomOnNodes, withoutSurge } from './fit.ts';
import { pendingIn, type SeenPending } from './pending.ts';

type Bound = Pick<NodeFit, 'limit' | 'missing' | 'certainty'> & { readonly replicas: number };

/** Rules that were not judged may only make it fewer. */
const certaintyOf = ({ nodes, pod }: Room): NodeFit['certainty'] =>
  nodes?.every(({ used }) => used !== null) && pod.notJudged.length === 0 ? 'exact' : 'atMost';

const ofNodes = (shortage: { readonly resource: string; readonly nodes: number }) => ({
  ...shortage,
  quota: null,
});

const shortagesIn = (message: string): Bound['missing'] =>
  Object.entries(schedulerWords(message).short).map(([resource, nodes]) => ofNodes({ resource, nodes }));

const boundByNodes = (room: Room): Bound[] => {
  if (room.nodes === null) return [];
  const { replicas, scarce } = roomOnNodes(room.nodes, room.pod);
  return [{ replicas, limit: 'nodes', missing: scarce.map(ofNodes), certainty: certaintyOf(room) }];
};

const boundsByQuota = (room: Room): Bound[] =>
  roomInQuotas(room).map(({ name, entry, replicas }) => ({
    replicas,
    limit: 'quota',
    missing: [{ resource: entry, nodes: null, quota: name }],
    certainty: 'exact',
  }));

const boundByPending = ({ placedAtEnd, said }: SeenPending): Bound[] =>
  placedAtEnd === null
    ? []
    : [
        {
          replicas: placedAtEnd,
          limit: 'pending',
          missing: shortagesIn(said ?? ''),
          certainty: 'exact',
        },
      ];

/** What adds nodes says so of a pod for which it can't. */
const refusedNode = 'NotTriggerScaleUp';

const growthOf = (
  room: Room | undefined,
  { nodeLagSeconds, nodeAutoscaler }: SeenPending,
): NodeFit['growth'] => {
  const isRefused = nodeAutoscaler.some((sign) => sign.startsWith(refusedNode));
  const isAdding = nodeAutoscaler.some((sign) => !sign.startsWith(refusedNode));
  if (nodeLagSeconds !== null || isAdding) return 'possible';
  if (isRefused) return 'none';
  if (!room?.nodeAutoscaler) return 'unknown';
  return room.nodeAutoscaler.length > 0 ? 'possible' : 'none';
};

const leastOf = (bounds: readonly Bound[]): Bound | undefined =>
  bounds.reduce<Bound | undefined>(
    (low, one) => (low === undefined || one.replicas < low.replicas ? one : low),
    undefined,
  );

const unknownFit = { replicas: null, limit: null, missing: [], certainty: 'atMost' } as const;

const ofRoom = (room: Room | undefined, replicas: number | null) => ({
  perReplica: room?.pod.requests ?? {},
  usableNodes: room?.nodes ? roomOnNodes(room.nodes, room.pod).usable : null,
  nodes: room?.nodes?.length ?? null,
  replicasWithSurge: room === undefined || replicas === null ? null : withoutSurge(room.surge, replicas),
  notJudged: room?.pod.notJudged ?? [],
});

/** The largest number of replicas that fits, by what was found before the load and what the run showed. */
const combine = (room: Room | undefined, pending: SeenPending): NodeFit | undefined => {
  const quotas = room === undefined ? [] : boundsByQuota(room);
  const bounds = [...boundByPending(pending), ...(room === undefined ? [] : boundByNodes(room)), ...quotas];
  if (bounds.length === 0 && pending.pods === 0) return undefined;
  const { replicas, limit, missing, certainty } = leastOf(bounds) ?? unknownFit;
  return {
    replicas,
    quotaReplicas: leastOf(quotas)?.replicas ?? null,
    growth: growthOf(room, pending),
    certainty,
    limit,
    missing: [...missing],
    ...ofRoom(room, replicas),
    nodeAutoscaler: [...new Set([...(room?.nodeAutoscaler ?? []), ...pending.nodeAutoscaler])],
    nodeLagSeconds: pending.nodeLagSeconds,
    pendingPods: pending.pods,
    said: pending.said,
  };
};

/**
 * How many replicas of the service fit: by the room that was found before the load (nodes, what else runs there, taints,
 * affinity, quotas), and by pods of the run that fitted nowhere until its end.
 *
 * @returns undefined where nothing of it is known
 */
export const nodeFitOf = (recorded: Pick<Recorded, 'cluster'>): NodeFit | undefined => {
  const line = recorded.cluster.findLast((one) => one.kind === 'room');
  const room = line?.kind === 'room' ? line : undefined;
  return combine(room, pendingIn(recorded));
};

/** The most replicas that a plan may have, and what ends there. */
type PlanRoom = { readonly replicas: number; readonly missing: readonly string[] };

/**
 * The most replicas that a plan may have, whatever the load asks for; undefined: nothing that is sure ends their growth.
 * Nodes end it where none can be added, or where pods of the run waited in vain and nothing tells of new ones; a quota always
 * does. A plan has at least one replica.
 */
export const roomForPlan = (fit: NodeFit | undefined): PlanRoom | undefined => {
  if (fit === undefined) return undefined;
  const { replicas, quotaReplicas, growth, limit, missing } = fit;
  const isSure = growth === 'none' || (limit === 'pending' && growth === 'unknown');
  const most = isSure ? replicas : quotaReplicas;
  if (most === null) return undefined;
  const isQuota = most === quotaReplicas && limit !== 'quota';
  return { replicas: Math.max(1, most), missing: isQuota ? [] : missing.map(({ resource }) => resource) };
};
