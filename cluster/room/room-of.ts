import type { PodNeeds, Room, RoomNode } from '../../runs/schema/room.ts';
import {
  hasEnded,
  type NodeObject,
  type PodObject,
  type QuotaObject,
  type WorkloadObject,
} from '../doctor/objects.ts';
import { nameOf } from '../lines/raw.ts';
import { amountsOf, podNeedsOf, podRequests } from './pod-needs.ts';
import { podTimeouts } from './timeouts.ts';

/** What the API has of the service and of the room around it. null: it may not be read. */
export type RoomObjects = {
  /** Of the service. */
  readonly pods: readonly PodObject[];
  /** What makes its pods, where it is a Deployment. */
  readonly workload: WorkloadObject | undefined;
  readonly nodes: readonly NodeObject[] | null;
  /** Of the whole cluster. */
  readonly allPods: readonly PodObject[] | null;
  readonly quotas: readonly QuotaObject[];
  readonly nodeAutoscaler: readonly string[] | null;
};

/** One that ended holds nothing any more. */
const holdsPlace = (pod: PodObject): boolean => !hasEnded(pod);

const usedOn = (node: string, pods: readonly PodObject[]): RoomNode['used'] => {
  const used: Record<string, number> = { pods: 0 };
  for (const { spec } of pods.filter((pod) => pod.spec?.nodeName === node && holdsPlace(pod))) {
    used['pods']! += 1;
    for (const [key, amount] of Object.entries(podRequests(spec ?? {})))
      used[key] = (used[key] ?? 0) + amount;
  }
  return used;
};

/** Labels that selector or affinity ask about; the others are nobody's business. */
const askedLabels = (
  labels: Readonly<Record<string, string>>,
  { nodeSelector, nodeTerms }: PodNeeds,
): Record<string, string> => {
  const asked = new Set([...Object.keys(nodeSelector), ...nodeTerms.flat().map(({ key }) => key)]);
  return Object.fromEntries(Object.entries(labels).filter(([key]) => asked.has(key)));
};

const roomNodeOf = (
  node: NodeObject,
  { needs, pods, allPods }: Pick<RoomObjects, 'pods' | 'allPods'> & { readonly needs: PodNeeds },
): RoomNode => ({
  name: nameOf(node),
  ready: node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
  unschedulable: node.spec?.unschedulable ?? false,
  labels: askedLabels(node.metadata?.labels ?? {}, needs),
  taints: (node.spec?.taints ?? []).map(({ key, value = '', effect }) => ({ key, value, effect })),
  allocatable: amountsOf(node.status?.allocatable),
  used: allPods && usedOn(nameOf(node), allPods),
  ownPods: pods.filter((pod) => pod.spec?.nodeName === nameOf(node) && holdsPlace(pod)).length,
});

/** A quota of some pods only (by scope) can't be judged without knowing which; it is left alone. */
const isForAllPods = ({ spec }: QuotaObject): boolean =>
  (spec?.scopes ?? []).length === 0 && spec?.scopeSelector === undefined;

const quotasOf = (quotas: readonly QuotaObject[]): Room['quotas'] =>
  quotas.filter(isForAllPods).flatMap((quota) => {
    const [hard, used] = [amountsOf(quota.status?.hard), amountsOf(quota.status?.used)];
    return Object.entries(hard).map(([entry, amount]) => ({
      name: nameOf(quota),
      entry,
      hard: amount,
      used: used[entry] ?? 0,
    }));
  });

/** Documented default of a Deployment: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge */
const surgeDefault = '25%';

const surgeOf = (workload: WorkloadObject | undefined): Room['surge'] => {
  if (workload === undefined) return null;
  const { type = 'RollingUpdate', rollingUpdate } = workload.spec?.strategy ?? {};
  if (type === 'Recreate') return { pods: 0 };
  const text = String(rollingUpdate?.maxSurge ?? surgeDefault);
  return text.endsWith('%') ? { share: Number(text.slice(0, -1)) / 100 } : { pods: Number(text) };
};

/**
 * What is there for the pods of a service.
 *
 * @returns undefined where nothing tells what one of them asks for
 */
export const roomOf = (objects: RoomObjects): Room | undefined => {
  const { pods, workload, nodes, quotas, nodeAutoscaler } = objects;
  const template = workload?.spec?.template;
  const living = pods.find(holdsPlace);
  const spec = living?.spec ?? template?.spec;
  if (spec === undefined) return undefined;
  const needs = podNeedsOf(spec, living?.metadata?.labels ?? template?.metadata?.labels ?? {});
  return {
    pod: needs,
    placed: pods.filter((pod) => pod.spec?.nodeName !== undefined && holdsPlace(pod)).length,
    exist: pods.filter(holdsPlace).length,
    nodes: nodes === null ? null : nodes.map((node) => roomNodeOf(node, { ...objects, needs })),
    quotas: quotasOf(quotas),
    surge: surgeOf(workload),
    nodeAutoscaler: nodeAutoscaler && [...nodeAutoscaler],
    timeouts: podTimeouts(spec),
  };
};
