import type { PodNeeds, Room, RoomNode } from '../../runs/schema/room.ts';
import { isUsable } from './usable.ts';

/** Float noise in a division of quantities. */
const noise = 1e-9;

/** How many shares of an amount there are. */
const sharesIn = (amount: number, share: number): number =>
  share === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(amount / share + noise));

/** How many replicas a node holds, and what ends first there. */
type NodeRoom = {
  /** Of this service, the running ones included. */
  readonly replicas: number;
  /** The resource of which it has least; null: it holds no second one beside the first. */
  readonly scarce: string | null;
};

const everyPod = { pods: 1 } as const;

/**
 * How many replicas one node holds: what it has, less what other pods on it ask for, through what one replica asks for. Every
 * pod takes one of the pods that a node may have. Of a node whose other pods are unknown it is the most that could fit.
 */
const roomOn = (node: RoomNode, pod: PodNeeds): NodeRoom => {
  const shares = Object.entries({ ...pod.requests, ...everyPod })
    .filter(([, request]) => request > 0)
    .map(([resource, request]) => {
      const has = node.allocatable[resource] ?? (resource === 'pods' ? Number.POSITIVE_INFINITY : 0);
      const fits =
        node.used === null
          ? sharesIn(has, request)
          : node.ownPods + sharesIn(has - (node.used[resource] ?? 0), request);
      return { resource, fits };
    });
  const least = shares.reduce((a, b) => (b.fits < a.fits ? b : a));
  if (pod.isAlone && least.fits > 1) return { replicas: Math.max(1, node.ownPods), scarce: null };
  return { replicas: Math.max(least.fits, node.ownPods), scarce: least.resource };
};

/** How many replicas all nodes hold together. */
type NodesRoom = {
  readonly replicas: number;
  readonly usable: number;
  /** Nodes on which each resource ends first. */
  readonly scarce: readonly { readonly resource: string; readonly nodes: number }[];
};

/** The replicas that the usable nodes hold. */
export const roomOnNodes = (nodes: readonly RoomNode[], pod: PodNeeds): NodesRoom => {
  const rooms = nodes.filter((node) => isUsable(node, pod)).map((node) => roomOn(node, pod));
  const named = rooms.flatMap(({ scarce }) => scarce ?? []);
  return {
    replicas: rooms.reduce((sum, { replicas }) => sum + replicas, 0),
    usable: rooms.length,
    scarce: [...new Set(named)].map((resource) => ({
      resource,
      nodes: named.filter((one) => one === resource).length,
    })),
  };
};

/** What one replica takes of a quota's entry; 0: nothing, or an entry that is not about pods. */
const shareOf = ({ requests, limits }: PodNeeds, entry: string): number => {
  if (entry === 'pods' || entry === 'count/pods') return 1;
  if (entry.startsWith('requests.')) return requests[entry.slice('requests.'.length)] ?? 0;
  if (entry.startsWith('limits.')) return limits[entry.slice('limits.'.length)] ?? 0;
  return entry === 'cpu' || entry === 'memory' ? (requests[entry] ?? 0) : 0;
};

/** How many replicas each quota lets exist, for those that limit them. A quota counts pods without a node, too. */
export const roomInQuotas = ({
  quotas,
  pod,
  placed,
  exist = placed,
}: Pick<Room, 'quotas' | 'pod' | 'placed' | 'exist'>): {
  readonly name: string;
  readonly entry: string;
  readonly replicas: number;
}[] =>
  quotas.flatMap(({ name, entry, hard, used }) => {
    const share = shareOf(pod, entry);
    return share === 0 ? [] : [{ name, entry, replicas: exist + sharesIn(hard - used, share) }];
  });

/** The most replicas that leave room for the pods that a rollout adds. */
export const withoutSurge = (surge: Room['surge'], replicas: number): number | null => {
  if (surge === null) return null;
  if ('pods' in surge) return Math.max(0, replicas - surge.pods);
  // The API rounds a share of a surge up.
  let held = replicas;
  while (held > 0 && held + Math.ceil(surge.share * held - noise) > replicas) held--;
  return held;
};
