import type { NodeFit } from '../../../runs/schema/result/node-fit.ts';
import { formatNumber, formatQuantity, formatSeconds } from '../../format.ts';

const gibibyte = 2 ** 30;

/** @example amountText('memory', 2147483648) // 'memory 2 GiB' */
const amountText = (resource: string, amount: number): string =>
  /memory|storage/.test(resource)
    ? `${resource} ${formatNumber(amount / gibibyte)} GiB`
    : `${resource} ${formatNumber(amount)}`;

const listOf = (parts: readonly string[]): string => parts.join(', ');

const missingText = ({ missing }: NodeFit): string =>
  listOf(
    missing.map(({ resource, nodes, quota }) => {
      if (quota !== null) return `${resource} of the ResourceQuota ${quota}`;
      return nodes === null ? resource : `${resource} on ${formatQuantity(nodes, 'node')}`;
    }),
  );

const nodesText = ({ usableNodes, nodes }: NodeFit): string =>
  usableNodes === null || nodes === null
    ? ''
    : ` on ${usableNodes} of ${formatQuantity(nodes, 'node')} that they may use`;

/** How many fit, and what is missing for one more. */
const fitText = (fit: NodeFit): string => {
  const { replicas, certainty, limit } = fit;
  if (replicas === null) return 'how many replicas fit is not known';
  const count = `${certainty === 'atMost' ? 'at most ' : ''}${formatQuantity(replicas, 'replica')}`;
  const missing = missingText(fit);
  const short = missing === '' ? '' : `; for one more there is too little: ${missing}`;
  switch (limit) {
    case 'pending':
      return `${formatQuantity(replicas, 'replica')} had a node; others fitted on none until the end of the run${short}`;
    case 'quota':
      return `${count} may exist${short}`;
    default:
      return `${count} fit${nodesText(fit)}${short}`;
  }
};

const growthTexts: Readonly<Record<NodeFit['growth'], string>> = {
  none: 'nothing that adds nodes was found',
  possible: 'nodes may be added, which takes minutes',
  unknown: 'whether nodes may be added could not be read',
};

/** Whether nodes may be added, by what, and how long one took. */
const growthText = ({ growth, nodeAutoscaler, nodeLagSeconds }: NodeFit): string => {
  const signs = nodeAutoscaler.length === 0 ? '' : ` (${listOf(nodeAutoscaler)})`;
  const lag =
    nodeLagSeconds === null ? '' : `; in this run a pod waited ${formatSeconds(nodeLagSeconds)} for one`;
  return `${growthTexts[growth]}${signs}${lag}`;
};

/** What helps, and what does not: only where pods waited for room in vain. */
const remedyText = ({ limit, missing }: NodeFit): string | null => {
  if (limit !== 'pending') return null;
  const resource = missing.length === 0 ? 'less' : `less ${listOf(missing.map((one) => one.resource))}`;
  return `a higher minimum or maximum helps nothing here: add nodes, or ask for ${resource} per replica`;
};

const restText = ({ certainty, notJudged }: NodeFit): string | null => {
  if (certainty === 'exact') return null;
  return notJudged.length === 0
    ? 'what else runs on the nodes could not be read'
    : `rules that were not judged: ${listOf(notJudged)}`;
};

/** What is known of the room for replicas, as names and values. */
export const fitPairs = (fit: NodeFit): (readonly [name: string, value: string])[] => {
  const { perReplica, replicasWithSurge, pendingPods, said } = fit;
  const asks = listOf(Object.entries(perReplica).map(([resource, amount]) => amountText(resource, amount)));
  const pairs: (readonly [string, string | null])[] = [
    ['replicas that fit', fitText(fit)],
    ['known how well', restText(fit)],
    ['one replica asks for', asks === '' ? null : asks],
    ['more nodes', growthText(fit)],
    [
      'with room for a rollout',
      replicasWithSurge === null ? null : formatQuantity(replicasWithSurge, 'replica'),
    ],
    ['pods that waited for a node', pendingPods === 0 ? null : formatNumber(pendingPods)],
    ['the scheduler said', said],
    ['what helps', remedyText(fit)],
  ];
  return pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
};
