import { offeredLoadBySecond } from '../../measure/offered-load.ts';
import type { Recorded } from '../../timeline/recording.ts';

/** Upper ends of the classes of offered load, as a share of the slots that are there: from idle to far too much. */
const classEnds = [0.25, 0.5, 0.75, 1, 1.5, Number.POSITIVE_INFINITY] as const;

/** How many classes of load there are. */
export const classCount = classEnds.length;

/** How late the watch may be: seconds this near to a change of the replicas tell nothing. */
const unsettledSeconds = 2;

/** A queue whose wait is limited to less forgets within the unsettled seconds what was before them. */
const shortMemorySeconds = 2;

const classOf = (offeredShare: number | null): number =>
  offeredShare === null ? -1 : classEnds.findIndex((end) => offeredShare < end);

/** Seconds at whose end work is left over, as far as averages tell: more has come than the slots could do. */
const backloggedSeconds = (offered: readonly (number | null)[]): boolean[] => {
  let left = 0;
  return offered.map((share) => {
    left = Math.max(0, left + (share ?? 1) - 1);
    return left > 0;
  });
};

/**
 * The same where each replica has a queue of its own: one that got more than its share is not done when the average
 * is. For as long again as the backlog lasted, seconds are not taken for clear.
 */
const unevenlyBacklogged = (backlogged: readonly boolean[]): boolean[] => {
  let owedSeconds = 0;
  return backlogged.map((isBacklogged) => {
    owedSeconds = isBacklogged ? owedSeconds + 1 : Math.max(0, owedSeconds - 1);
    return owedSeconds > 0;
  });
};

/** Whether no telemetry is lost in a second. */
const isHeard = (second: number, { timeline }: Recorded): boolean =>
  timeline.lost.every(({ fromSecond, toSecond }) => second + 1 <= fromSecond || second >= toSecond);

/**
 * Class of offered load of every second; -1 for a second in which a router can't be told by what it does: replicas
 * are unknown or have just changed, telemetry is lost, or an earlier overload may still queue.
 *
 * @param memorySeconds for how long a request may be under way, waiting and service together
 * @param waitsAtReplicas whether requests may wait at replicas, whatever the others do
 */
export const loadClasses = (
  recorded: Recorded,
  options: {
    readonly serviceSeconds: number;
    readonly memorySeconds: number;
    readonly waitsAtReplicas?: boolean;
  },
): readonly number[] => {
  const { ready } = recorded.timeline.cluster;
  const { serviceSeconds, memorySeconds, waitsAtReplicas = false } = options;
  const offered = offeredLoadBySecond(recorded.timeline, 1000 * serviceSeconds);
  const evenly = backloggedSeconds(offered);
  const backlogged = waitsAtReplicas ? unevenlyBacklogged(evenly) : evenly;
  const isSettled = (second: number): boolean =>
    ready
      .slice(Math.max(0, second - unsettledSeconds), second + unsettledSeconds + 1)
      .every((replicas) => replicas === ready[second]);
  const isClear = (second: number): boolean =>
    memorySeconds <= shortMemorySeconds || !(backlogged[second] || backlogged[second - 1]);
  return offered.map((share, second) =>
    isSettled(second) && isHeard(second, recorded) && isClear(second) ? classOf(share) : -1,
  );
};

/** How many classes of backlog there are. */
export const backlogClassCount = 2;

/**
 * Seconds in which an overload queues, or what is left of it: 0 while more comes than the slots can do, 1 while it is worked
 * off, -1 for all others. Replicas may be coming: who waits behind a new one tells most.
 */
export const backlogClasses = (
  recorded: Recorded,
  { serviceSeconds }: { readonly serviceSeconds: number },
): readonly number[] => {
  const offered = offeredLoadBySecond(recorded.timeline, 1000 * serviceSeconds);
  const backlogged = unevenlyBacklogged(backloggedSeconds(offered));
  return offered.map((share, second) => {
    const queues = backlogged[second] || backlogged[second - 1];
    if (!queues || share === null || !isHeard(second, recorded)) return -1;
    return share >= 1 ? 0 : 1;
  });
};
