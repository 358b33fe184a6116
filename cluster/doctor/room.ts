import { roomInQuotas, roomOnNodes } from '../../planner/node-fit/fit.ts';
import type { Room } from '../../runs/schema/room.ts';
import { type DoctorLine, fine } from './line.ts';

const gibibyte = 2 ** 30;

/** Memory as people write it, all else as it is. */
const amountText = (entry: string, amount: number): string =>
  /memory$|storage$/.test(entry) ? `${Number((amount / gibibyte).toFixed(2))}Gi` : String(amount);

/** Quotas that end the growth before maxReplicas. */
const quotaLines = (room: Room, maxReplicas: number): DoctorLine[] =>
  roomInQuotas(room)
    .filter(({ replicas }) => replicas < maxReplicas)
    .map(({ name, entry, replicas }) => {
      const { hard = 0, used = 0 } =
        room.quotas.find((quota) => quota.name === name && quota.entry === entry) ?? {};
      return {
        level: 'problem',
        topic: 'room',
        what: `the ResourceQuota ${name} (${entry}: ${amountText(entry, used)} of ${amountText(entry, hard)} used) lets ${replicas} replicas exist, and maxReplicas is ${maxReplicas}`,
        fix: `raise ${entry} of the quota, or ask for less per replica`,
      };
    });

/** What the nodes were compared with: their state alone, or what else runs there too. */
const besideText = ({ nodes }: Room): string =>
  nodes?.every(({ used }) => used !== null)
    ? 'beside what else runs there'
    : 'even if nothing else ran there';

const constraintText = ({ pod }: Room): string => {
  if (Object.keys(pod.nodeSelector).length > 0) return ' that its nodeSelector allows';
  return pod.nodeTerms.length > 0 ? ' that its affinity allows' : '';
};

/** Nodes are added by something, by nothing that shows, or nobody may look. */
const growthFix = ({ nodeAutoscaler }: Room): string => {
  if (nodeAutoscaler === null) return 'add nodes, check that a node autoscaler may add them';
  if (nodeAutoscaler.length === 0) return 'add nodes: no node autoscaler was found';
  return `see how many nodes the node autoscaler may add (${nodeAutoscaler.join(', ')})`;
};

/**
 * Whether the nodes that are there hold maxReplicas. Without the rights to see other pods it is a bound. Rules that were not
 * judged leave less room, and a node autoscaler may add nodes.
 */
const nodeLines = (room: Room, maxReplicas: number): DoctorLine[] => {
  if (room.nodes === null) return [];
  const { replicas, usable, scarce } = roomOnNodes(room.nodes, room.pod);
  const isOne = usable === 1;
  const nodesText = `${usable} ready ${isOne ? 'node' : 'nodes'}${constraintText(room)}`;
  const beside = besideText(room);
  if (replicas >= maxReplicas)
    return [fine('room', `${nodesText} could hold maxReplicas ${maxReplicas}, ${beside}`)];
  const names = scarce.map(({ resource }) => resource).join(', ');
  return [
    {
      level: 'warning',
      topic: 'room',
      what: `${nodesText} ${isOne ? 'holds' : 'hold'} ${replicas} replicas at most, ${beside}${names === '' ? '' : ` (${names})`}, and maxReplicas is ${maxReplicas}`,
      fix: `${growthFix(room)}, or ask for less per replica; a new node takes minutes`,
    },
  ];
};

/** Whether there is room for as many replicas as may be asked for. */
export const roomLines = (room: Room, maxReplicas: number): DoctorLine[] => [
  ...quotaLines(room, maxReplicas),
  ...nodeLines(room, maxReplicas),
];
