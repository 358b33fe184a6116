import { isOk } from '../../runs/schema/load-series.ts';
import type { LoadCell } from '../timeline/fold-load.ts';
import type { Recorded } from './recorded.ts';

/** Below this utilization hardly anybody waits. */
const unqueuedUtilizationMax = 0.5;

/**
 * Seconds in which requests did not wait: little used where the utilization is known, the baseline where it is not,
 * and in either case without a failure.
 */
export const isUnqueued = (cell: LoadCell, second: number, { timeline }: Recorded): boolean => {
  if (Object.entries(cell.outcomes).some(([outcome, n]) => n > 0 && !isOk(outcome))) return false;
  const utilization = timeline.cluster.utilization[second];
  if (utilization != null) return utilization <= unqueuedUtilizationMax;
  const phase = timeline.phases.find(
    ({ startSeconds, durationSeconds }) => second >= startSeconds && second < startSeconds + durationSeconds,
  );
  return phase?.kind === 'baseline' || phase?.kind === 'soak';
};
