import type { ReplicaState } from './replica.ts';

const rank = (state: ReplicaState): readonly number[] => [
  state.node === null ? 0 : 1,
  state.stage === 'pulling' ? 0 : 1,
  state.readyAtMs === null ? 0 : 1,
  -(state.readyAtMs ?? 0),
  -state.restarts,
  -state.createdAtMs,
];

/**
 * Which replica a ReplicaSet removes first: one without a node, then one whose container has not started, then one
 * that is not ready; among ready ones the one that became ready last, restarted most often, was created last. How
 * busy it is plays no part.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
 */
export const byRemovalOrder = (a: ReplicaState, b: ReplicaState): number => {
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
};
