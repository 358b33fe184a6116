import type { StopReason } from '../../runs/schema/result/stop-reason.ts';

const msPerHour = 3_600_000;

/** Counts the replica-hours of a load while it runs. */
type ReplicaBudget = {
  /**
   * Takes the number of ready replicas at a moment. Where it can't be read (null), the last known number goes on; before
   * the first one nothing is counted.
   *
   * @returns why the load must end now; null while the budget holds
   */
  readonly look: (nowMs: number, ready: number | null) => StopReason | null;
};

/**
 * The budget of replica-hours of one load: ready replicas x time, each number until the next look.
 *
 * @param maxHours safety.maxReplicaHours
 */
export const createReplicaBudget = (maxHours: number): ReplicaBudget => {
  let usedHours = 0;
  let last: { readonly atMs: number; readonly ready: number } | null = null;
  return {
    look: (nowMs, ready) => {
      if (last !== null) usedHours += (last.ready * Math.max(nowMs - last.atMs, 0)) / msPerHour;
      const known = ready ?? last?.ready;
      if (known !== undefined) last = { atMs: nowMs, ready: known };
      return usedHours < maxHours ? null : { code: 'replicaHours', maxReplicaHours: maxHours };
    },
  };
};
