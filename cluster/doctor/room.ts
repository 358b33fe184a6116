import { quantity } from '../../planner/settings/index.ts';
import { nameOf } from '../lines/raw.ts';
import { type DoctorLine, fine } from './line.ts';
import {
  type Amounts,
  type ContainerSpec,
  type NodeObject,
  type PodSpec,
  type QuotaObject,
  runningContainers,
} from './objects.ts';

const amountAt = (amounts: Amounts | undefined, key: string): number | undefined => {
  const raw = amounts?.[key];
  return raw === undefined ? undefined : (quantity.read(raw) ?? undefined);
};

/** What all containers of a pod ask for together. */
const sumOver = (pod: PodSpec, amountOf: (container: ContainerSpec) => number | undefined): number =>
  runningContainers(pod).reduce((sum, container) => sum + (amountOf(container) ?? 0), 0);

const requestOf = (pod: PodSpec, resource: string): number =>
  sumOver(
    pod,
    ({ resources }) => amountAt(resources?.requests, resource) ?? amountAt(resources?.limits, resource),
  );

const limitOf = (pod: PodSpec, resource: string): number =>
  sumOver(pod, ({ resources }) => amountAt(resources?.limits, resource));

/** What one pod takes of a quota's entry; 0: nothing, or an entry that is not about pods. */
const shareOf = (pod: PodSpec, entry: string): number => {
  if (entry === 'pods' || entry === 'count/pods') return 1;
  if (entry.startsWith('requests.')) return requestOf(pod, entry.slice('requests.'.length));
  if (entry.startsWith('limits.')) return limitOf(pod, entry.slice('limits.'.length));
  return entry === 'cpu' || entry === 'memory' ? requestOf(pod, entry) : 0;
};

type Need = {
  /** What one replica asks for. */
  readonly pod: PodSpec;
  /** Replicas that exist. */
  readonly current: number;
  readonly maxReplicas: number;
};

/** A quota of some pods only (by scope) can't be judged without knowing which; it is left alone. */
const isForAllPods = ({ spec }: QuotaObject): boolean =>
  (spec?.scopes ?? []).length === 0 && spec?.scopeSelector === undefined;

/** Quotas that end the growth before maxReplicas. */
export const quotaLines = (quotas: readonly QuotaObject[], need: Need): DoctorLine[] => {
  const { pod, current, maxReplicas } = need;
  return quotas.filter(isForAllPods).flatMap((quota): DoctorLine[] =>
    Object.keys(quota.status?.hard ?? {}).flatMap((entry): DoctorLine[] => {
      const [hard, used] = [amountAt(quota.status?.hard, entry), amountAt(quota.status?.used, entry) ?? 0];
      const share = shareOf(pod, entry);
      if (hard === undefined || share === 0) return [];
      const most = current + Math.max(0, Math.floor((hard - used) / share + 1e-9));
      if (most >= maxReplicas) return [];
      return [
        {
          level: 'problem',
          topic: 'room',
          what: `the ResourceQuota ${nameOf(quota)} (${entry}: ${quota.status?.used?.[entry] ?? 0} of ${quota.status?.hard?.[entry]} used) lets ${most} replicas exist, and maxReplicas is ${maxReplicas}`,
          fix: `raise ${entry} of the quota, or ask for less per replica`,
        },
      ];
    }),
  );
};

const isUsable = ({ spec, status, metadata }: NodeObject, pod: PodSpec): boolean => {
  const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  const fits = Object.entries(pod.nodeSelector ?? {}).every(
    ([key, value]) => metadata?.labels?.[key] === value,
  );
  return ready === true && spec?.unschedulable !== true && fits;
};

/** Resources that a pod asks for: cpu, memory, and whatever else it names, such as nvidia.com/gpu. */
const asked = (pod: PodSpec): string[] => [
  ...new Set(
    runningContainers(pod).flatMap(({ resources }) =>
      Object.keys({ ...resources?.requests, ...resources?.limits }),
    ),
  ),
];

/** How many replicas fit on a node if nothing else ran there, and what there is too little of. */
const fitOn = (node: NodeObject, pod: PodSpec): { readonly count: number; readonly scarce: string } => {
  const allocatable = node.status?.allocatable;
  const shares = [
    { resource: 'pods', count: amountAt(allocatable, 'pods') ?? Number.POSITIVE_INFINITY },
    ...asked(pod).map((resource) => {
      const request = requestOf(pod, resource);
      const count =
        request === 0
          ? Number.POSITIVE_INFINITY
          : Math.floor((amountAt(allocatable, resource) ?? 0) / request + 1e-9);
      return { resource, count };
    }),
  ];
  const least = shares.reduce((a, b) => (b.count < a.count ? b : a));
  return { count: least.count, scarce: least.resource };
};

/**
 * Whether the nodes that are there could hold maxReplicas. It is a bound: other pods on them, taints and affinities leave
 * less room, and a node autoscaler may add nodes.
 */
export const nodeLines = (nodes: readonly NodeObject[], need: Need): DoctorLine[] => {
  const { pod, maxReplicas } = need;
  const usable = nodes.filter((node) => isUsable(node, pod));
  const fits = usable.map((node) => fitOn(node, pod));
  const most = fits.reduce((sum, { count }) => sum + count, 0);
  const nodesText = `${usable.length} ready nodes${pod.nodeSelector ? ' that its nodeSelector allows' : ''}`;
  if (most >= maxReplicas)
    return [fine('room', `${nodesText} could hold maxReplicas ${maxReplicas}, if nothing else ran there`)];
  const scarce = [...new Set(fits.map((fit) => fit.scarce))].join(', ');
  return [
    {
      level: 'warning',
      topic: 'room',
      what: `${nodesText} hold ${most} replicas at most, even if nothing else ran there${scarce === '' ? '' : ` (${scarce})`}, and maxReplicas is ${maxReplicas}`,
      fix: 'add nodes, check that a node autoscaler may add them, or ask for less per replica; a new node takes minutes',
    },
  ];
};
