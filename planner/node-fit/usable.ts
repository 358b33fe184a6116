import type { PodNeeds, RoomNode } from '../../runs/schema/room.ts';

type Requirement = PodNeeds['nodeTerms'][number][number];
type Taint = RoomNode['taints'][number];

/** Effects of a taint that keep new pods away; PreferNoSchedule only asks. */
const keepsAway: readonly string[] = ['NoSchedule', 'NoExecute'];

/**
 * Whether a node's labels meet one requirement. A label that is missing meets NotIn, as the API has it.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/node-selector-requirement/
 */
const meetsRequirement = (labels: RoomNode['labels'], { key, operator, values }: Requirement): boolean => {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
  }
};

const tolerates = ({ tolerations }: PodNeeds, taint: Taint): boolean =>
  tolerations.some(
    ({ key, operator, value, effect }) =>
      (effect === null || effect === taint.effect) &&
      (key === null || key === taint.key) &&
      (operator === 'Exists' || value === taint.value),
  );

/** Whether the replicas may use a node at all, however full it is: its state, selector, required affinity and taints. */
export const isUsable = (node: RoomNode, pod: PodNeeds): boolean =>
  node.ready &&
  !node.unschedulable &&
  Object.entries(pod.nodeSelector).every(([key, value]) => node.labels[key] === value) &&
  (pod.nodeTerms.length === 0 ||
    pod.nodeTerms.some((term) => term.every((requirement) => meetsRequirement(node.labels, requirement)))) &&
  node.taints.every((taint) => !keepsAway.includes(taint.effect) || tolerates(pod, taint));
