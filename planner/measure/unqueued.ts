import { isOk } from '../../runs/schema/outcome.ts';
import type { LoadCell } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Below this utilization hardly anybody waits. */
const unqueuedUtilizationMax = 0.5;

/** Whether all that was under way when a second ended had a slot: true where nobody knows. */
export const hadRoom = (second: number, { timeline }: Recorded): boolean => {
  const [inFlight, ready] = [timeline.load.inFlight[second], timeline.cluster.ready[second]];
  return inFlight == null || ready == null || inFlight <= ready * timeline.slotsPerReplica;
};

/**
 * Seconds in which there were slots for everybody: little used just before where the utilization is known, the baseline
 * where it is not. The second's own utilization would pick those with short service times. Busy slots are known from
 * answers, so slots that are held by requests that never got one look idle: nothing may have been waiting when the
 * second began or ended.
 */
export const isCalm = (_: LoadCell, second: number, recorded: Recorded): boolean => {
  const { cluster, phases } = recorded.timeline;
  if (!hadRoom(second - 1, recorded) || !hadRoom(second, recorded)) return false;
  const utilization = cluster.utilization[Math.max(0, second - 1)];
  if (utilization != null) return utilization <= unqueuedUtilizationMax;
  const phase = phases.find(
    ({ startSeconds, durationSeconds }) => second >= startSeconds && second < startSeconds + durationSeconds,
  );
  return phase?.kind === 'baseline' || phase?.kind === 'soak';
};

/** Seconds in which requests did not wait: calm ones without a failure. */
export const isUnqueued = (cell: LoadCell, second: number, recorded: Recorded): boolean =>
  Object.entries(cell.outcomes).every(([outcome, n]) => n === 0 || isOk(outcome)) &&
  isCalm(cell, second, recorded);
