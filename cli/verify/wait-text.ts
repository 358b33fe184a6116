import type { ReplicaCounts } from '../../planner/timeline/cluster-grid.ts';
import { obstacleOf } from '../../planner/verify/start.ts';
import { formatQuantity, formatSeconds } from '../../reports/format.ts';

const replicasThere = ({ ready, pending }: ReplicaCounts): number => (ready ?? 0) + (pending ?? 0);

/** What the load is fired for that is waited for: to prove a prediction, or once more for a comparison. */
export type Purpose = 'proof' | 'repeat';

type WaitedFor = {
  readonly purpose: Purpose;
  /** With so many it begins. */
  readonly replicas: number;
  /** How long the autoscaler may keep surplus; null: longer than anybody waits. */
  readonly heldSeconds: number | null;
};

/** Whether nobody has asked for the missing replicas: then there is no pod to look at, but what sets their number. */
export const areUnasked = ({ desired }: ReplicaCounts, replicas: number): boolean =>
  desired !== null && desired < replicas;

/** What is waited for, with the numbers. undefined while surplus leaves: that takes a moment. */
export const waitText = (
  counts: ReplicaCounts,
  { purpose, replicas, heldSeconds }: WaitedFor,
): string | undefined => {
  if (obstacleOf(counts, replicas) === 'starting') {
    const ready = `${counts.ready ?? 0} of ${formatQuantity(replicas, 'replica')} ready`;
    return areUnasked(counts, replicas)
      ? `${ready}, ${counts.desired} wanted: waiting until ${replicas} are wanted`
      : `${ready}: waiting for the rest`;
  }
  if (counts.desired === replicas) return undefined;
  const wanted = counts.desired ?? replicasThere(counts);
  const held =
    heldSeconds === null ? 'for longer than anybody waits' : `for up to ${formatSeconds(heldSeconds)}`;
  const asWhat = purpose === 'proof' ? 'as predicted' : 'as without load';
  return `waiting for ${formatQuantity(replicas, 'replica')}, ${asWhat}: the autoscaler keeps ${wanted} ${held} after the last load`;
};

const surplusWords: Readonly<Record<Purpose, { readonly expected: string; readonly means: string }>> = {
  proof: {
    expected: 'were predicted',
    means: 'A re-run that begins so can refute the advice, not confirm it',
  },
  repeat: {
    expected: 'are kept without load',
    means: 'A run that begins so is another experiment than the first',
  },
};

/** Said when surplus has not gone in time. */
export const surplusText = (
  counts: ReplicaCounts,
  { purpose, replicas }: Pick<WaitedFor, 'purpose' | 'replicas'>,
): string => {
  const { expected, means } = surplusWords[purpose];
  return `going on with ${formatQuantity(replicasThere(counts), 'replica')}, where ${replicas} ${expected}: something keeps them, such as other traffic. ${means}`;
};
