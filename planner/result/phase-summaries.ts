import { isOk } from '../../runs/schema/outcome.ts';
import type { Timeline } from '../../runs/schema/result/timeline.ts';
import type { PhaseSummary } from '../../runs/schema/result.ts';
import { countErrors } from '../measure/errors.ts';
import { latencySummary } from '../measure/latency.ts';
import { sumOf } from '../stats/sum.ts';
import { emptyCell, type FoldedCells, latencyOf } from '../timeline/fold-load.ts';

/** Each phase in one row: planned, arrived, and how it ended. */
export const phaseSummaries = (
  timeline: Timeline,
  load: FoldedCells,
  plannedPerSecond: readonly number[],
): PhaseSummary[] => {
  return timeline.phases.map((phase) => {
    const cell = load.byPhase.get(phase.name) ?? emptyCell();
    const [from, to] = [phase.startSeconds, phase.startSeconds + phase.durationSeconds];
    const { failed, requests, share } = countErrors(cell.outcomes);
    return {
      name: phase.name,
      kind: phase.kind,
      fromSecond: from,
      toSecond: to,
      planned: sumOf(plannedPerSecond.slice(from, to)),
      arrivals: cell.arrivals,
      requests: cell.requests,
      ...(cell.retries > 0 && { retries: cell.retries }),
      exceptions: cell.exceptions,
      dropped: cell.dropped,
      ok: requests - failed,
      failed,
      errorShare: share,
      outcomes: cell.outcomes,
      okLatency: latencySummary(latencyOf(cell, isOk)),
    };
  });
};
