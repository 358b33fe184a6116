import { isOk } from '../../runs/schema/outcome.ts';
import type { LoadCell } from '../timeline/fold-load.ts';
import { phaseAt } from '../timeline/phase-at.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Below this utilization hardly anybody waits. */
const unqueuedUtilizationMax = 0.5;

/** Whether all that was under way when a second ended had a slot: true where nobody knows. */
export const hadRoom = (second: number, { timeline }: Recorded): boolean => {
  const [inFlight, ready] = [timeline.load.inFlight[second], timeline.cluster.ready[second]];
  return inFlight == null || ready == null || inFlight <= ready * timeline.slotsPerReplica;
};

/**
 * Whether there were slots for everybody in a second. Where the utilization is known, that of the second before must be low: the
 * second's own would choose seconds with short service times. Where it is not known, the second must lie in the baseline. In both
 * cases nothing may have been waiting when the second began or ended: a slot that holds a request which is never answered looks
 * idle, as busy slots are known from answers.
 */
export const isCalm = (second: number, recorded: Recorded): boolean => {
  const { cluster, phases } = recorded.timeline;
  if (!hadRoom(second - 1, recorded) || !hadRoom(second, recorded)) return false;
  const utilization = cluster.utilization[Math.max(0, second - 1)];
  if (utilization != null) return utilization <= unqueuedUtilizationMax;
  const phase = phaseAt(phases, second);
  return phase?.kind === 'baseline' || phase?.kind === 'soak';
};

/** Seconds in which requests did not wait: calm ones without a failure. */
export const isUnqueued = (cell: LoadCell, second: number, recorded: Recorded): boolean =>
  Object.entries(cell.outcomes).every(([outcome, n]) => n === 0 || isOk(outcome)) && isCalm(second, recorded);
