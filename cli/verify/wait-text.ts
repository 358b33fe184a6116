import type { ReplicaCounts } from '../../planner/timeline/cluster-grid.ts';
import { obstacleOf } from '../../planner/verify/start.ts';
import { formatQuantity, formatSeconds } from '../../reports/format.ts';

const replicasThere = ({ ready, pending }: ReplicaCounts): number => (ready ?? 0) + (pending ?? 0);

type WaitedFor = {
  /** With so many the prediction begins. */
  readonly replicas: number;
  /** How long the autoscaler may keep surplus; null: longer than anybody waits. */
  readonly heldSeconds: number | null;
};

/** What is waited for, with the numbers. undefined while surplus leaves: that takes a moment. */
export const waitText = (counts: ReplicaCounts, { replicas, heldSeconds }: WaitedFor): string | undefined => {
  if (obstacleOf(counts, replicas) === 'starting')
    return `${counts.ready ?? 0} of ${formatQuantity(replicas, 'replica')} ready: waiting for the rest`;
  if (counts.desired === replicas) return undefined;
  const wanted = counts.desired ?? replicasThere(counts);
  const held =
    heldSeconds === null ? 'for longer than anybody waits' : `for up to ${formatSeconds(heldSeconds)}`;
  return `waiting for ${formatQuantity(replicas, 'replica')}, as predicted: the autoscaler keeps ${wanted} ${held} after the last load`;
};

/** Said when surplus has not gone in time. */
export const surplusText = (counts: ReplicaCounts, replicas: number): string =>
  `going on with ${formatQuantity(replicasThere(counts), 'replica')}, where ${replicas} were predicted: something keeps them, such as other traffic. A re-run that begins so can refute the advice, not confirm it`;
