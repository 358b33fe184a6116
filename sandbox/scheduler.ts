import type { NodeSpec } from '../runs/schema/sandbox.ts';

/** A node for the replica, or why there is none, in the words of the Kubernetes scheduler. */
type Placement =
  | { readonly kind: 'placed'; readonly node: string }
  | { readonly kind: 'unschedulable'; readonly message: string };

type Scheduler = {
  /** Takes room on the node with the most free CPU, the first of equals. */
  readonly place: () => Placement;
  /** Gives the room of one replica back. */
  readonly free: (node: string) => void;
};

type Room = { readonly name: string; cpu: number; pods: number };

/** Slack for sums of cores: 40 x 0.1 must fit into 4. */
const slackCores = 1e-9;

const refusal = (rooms: readonly Room[], cpuPerReplica: number): string => {
  const shortOfCpu = rooms.filter((room) => room.cpu + slackCores < cpuPerReplica).length;
  const shortOfPods = rooms.filter((room) => room.pods < 1).length;
  const reasons = [
    shortOfCpu > 0 ? `${shortOfCpu} Insufficient cpu` : '',
    shortOfPods > 0 ? `${shortOfPods} Too many pods` : '',
  ].filter((reason) => reason !== '');
  return `0/${rooms.length} nodes are available: ${reasons.join(', ')}.`;
};

/** Places replicas on nodes of fixed size. */
export const createScheduler = (nodes: readonly NodeSpec[], cpuPerReplica: number): Scheduler => {
  const rooms: Room[] = nodes.map(({ name, cpu, pods }) => ({ name, cpu, pods }));
  return {
    place: () => {
      const fitting = rooms.filter((room) => room.cpu + slackCores >= cpuPerReplica && room.pods >= 1);
      if (fitting.length === 0) return { kind: 'unschedulable', message: refusal(rooms, cpuPerReplica) };
      const roomiest = fitting.reduce((best, room) => (room.cpu > best.cpu + slackCores ? room : best));
      roomiest.cpu -= cpuPerReplica;
      roomiest.pods -= 1;
      return { kind: 'placed', node: roomiest.name };
    },
    free: (node) => {
      const room = rooms.find(({ name }) => name === node);
      if (!room) throw new Error(`no node ${node} among ${rooms.map(({ name }) => name).join(', ')}`);
      room.cpu += cpuPerReplica;
      room.pods += 1;
    },
  };
};
