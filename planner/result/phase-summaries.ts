import { isOk } from '../../runs/schema/load-series.ts';
import type { PhaseSummary } from '../../runs/schema/result.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { countErrors } from '../measure/errors.ts';
import { latencySummary } from '../measure/latency.ts';
import { emptyCell, type FoldedLoad, latencyOf } from '../timeline/fold-load.ts';
import { plannedArrivalsOf } from '../timeline/planned-rate.ts';

/** Each phase in one row: planned, arrived, and how it ended. */
export const phaseSummaries = (timeline: Timeline, load: FoldedLoad): PhaseSummary[] => {
  return timeline.phases.map((phase) => {
    const cell = load.byPhase.get(phase.name) ?? emptyCell();
    const { failed, requests, share } = countErrors(cell.outcomes);
    return {
      name: phase.name,
      kind: phase.kind,
      fromSecond: phase.startSeconds,
      toSecond: phase.startSeconds + phase.durationSeconds,
      planned: plannedArrivalsOf(phase),
      arrivals: cell.arrivals,
      dropped: cell.dropped,
      ok: requests - failed,
      failed,
      errorShare: share,
      outcomes: cell.outcomes,
      okLatency: latencySummary(latencyOf(cell, isOk)),
    };
  });
};
