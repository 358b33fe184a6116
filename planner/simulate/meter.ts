import { account, type Fleet } from './fleet.ts';
import type { Router } from './router.ts';
import { unfinishedOf } from './slots.ts';
import { unfinishedWaitSeconds, waitingIn } from './spread/backlog.ts';

/** The state at one moment, and what adds up since the start: the difference of two readings tells of the time between. */
export type Reading = {
  readonly atSeconds: number;
  /** Retries included. */
  readonly arrivals: number;
  readonly queued: number;
  readonly busySlots: number;
  readonly busyReplicas: number;
  readonly queuedSeconds: number;
  /** Of ready replicas: what a draining one still does is not counted. */
  readonly busySlotSeconds: number;
  readonly busyReplicaSeconds: number;
  readonly readySeconds: number;
  readonly occupiedSeconds: number;
  readonly unscheduledStarts: number;
};

/** What waits at ready replicas, and how long it still will. */
const backlogsOf = ({ spread }: Router, { ready }: Fleet, atSeconds: number) => {
  let [waiting, leftSeconds] = [0, 0];
  if (spread !== null)
    for (const { index } of ready) {
      const backlog = spread.backlogs[index]!;
      waiting += waitingIn(backlog, atSeconds);
      leftSeconds += unfinishedWaitSeconds(backlog, atSeconds);
    }
  return { waiting, leftSeconds };
};

/**
 * Reads everything. No integral is kept up to date in the inner loop: busy time up to now is all the work that
 * slots were given, less what they still have before them; so is waiting time at replicas. O(slots + waiting requests).
 */
export const readMeter = (router: Router, fleet: Fleet, atSeconds: number): Reading => {
  const { slots } = router;
  account(fleet, atSeconds);
  let busySlots = 0;
  let busyReplicas = 0;
  let leftSlotSeconds = 0;
  let leftReplicaSeconds = 0;
  for (const { index } of fleet.ready) {
    const left = unfinishedOf(slots, index, atSeconds);
    if (left.busySlots === 0) continue;
    busyReplicas++;
    busySlots += left.busySlots;
    leftSlotSeconds += left.slotSeconds;
    leftReplicaSeconds += left.replicaSeconds;
  }
  const atReplicas = backlogsOf(router, fleet, atSeconds);
  const inFront = router.waitedSeconds + router.queued * atSeconds - router.queuedArrivalSum;
  const busySlotSeconds = slots.placedSeconds - slots.drainedSeconds - leftSlotSeconds;
  return {
    atSeconds,
    arrivals: router.nextRequest + (router.retries?.sent ?? 0),
    queued: router.queued + atReplicas.waiting,
    busySlots,
    busyReplicas,
    queuedSeconds: inFront - atReplicas.leftSeconds,
    busySlotSeconds,
    busyReplicaSeconds: slots.tracksReplicas
      ? slots.placedReplicaSeconds - slots.drainedReplicaSeconds - leftReplicaSeconds
      : busySlotSeconds,
    readySeconds: fleet.readySeconds,
    occupiedSeconds: fleet.occupiedSeconds,
    unscheduledStarts: fleet.unscheduledStarts,
  };
};
