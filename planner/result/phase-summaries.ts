import { isOk } from '../../runs/schema/load-series.ts';
import type { PhaseSummary } from '../../runs/schema/result.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { errorSecondsOf } from '../measure/errors.ts';
import { latencySummary } from '../measure/latency.ts';
import { errorShareInterval } from '../stats/error-share-interval.ts';
import { emptyCell, type FoldedLoad, latencyOf } from '../timeline/fold-load.ts';
import { plannedArrivalsOf } from '../timeline/planned-rate.ts';

/** Each phase in one row: planned, arrived, and how it ended. */
export const phaseSummaries = (timeline: Timeline, load: FoldedLoad): PhaseSummary[] => {
  const { errors, requests } = errorSecondsOf(timeline);
  return timeline.phases.map((phase) => {
    const cell = load.byPhase.get(phase.name) ?? emptyCell();
    const [from, to] = [phase.startSeconds, phase.startSeconds + phase.durationSeconds];
    return {
      name: phase.name,
      kind: phase.kind,
      fromSecond: from,
      toSecond: to,
      planned: plannedArrivalsOf(phase),
      arrivals: cell.arrivals,
      dropped: cell.dropped,
      ok: Object.entries(cell.outcomes).reduce((sum, [outcome, n]) => sum + (isOk(outcome) ? n : 0), 0),
      errorShare: errorShareInterval(errors.slice(from, to), requests.slice(from, to), 0.95),
      outcomes: cell.outcomes,
      okLatency: latencySummary(latencyOf(cell, isOk)),
    };
  });
};
