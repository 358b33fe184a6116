import { isOk } from '../../runs/schema/outcome.ts';
import type { LoadColumns } from '../../runs/schema/result/timeline.ts';
import { meanOf, quantileOf } from '../stats/sketch.ts';
import { answeredOf, type LoadCell, latencyOf } from './fold-load.ts';

const orNull = (value: number | undefined): number | null => value ?? null;
const failed = (outcome: string): boolean => !isOk(outcome);
const all = (): boolean => true;

/**
 * What came of the arrivals of each second, column by column.
 *
 * @param cells one for each second of the grid
 * @param plannedPerSecond arrivals of the plan, from the first second of the grid on
 */
export const loadColumnsOf = (
  cells: readonly LoadCell[],
  plannedPerSecond: readonly number[],
): LoadColumns => {
  const quantiles = (picks: (outcome: string) => boolean, share: number) =>
    cells.map((cell) => orNull(quantileOf(latencyOf(cell, picks), share)));
  const outcomes = [...new Set(cells.flatMap((cell) => Object.keys(cell.outcomes)))].sort();
  return {
    planned: cells.map((_, second) => plannedPerSecond[second] ?? 0),
    arrivals: cells.map((cell) => cell.arrivals),
    requests: cells.map((cell) => cell.requests),
    ...(cells.some(({ retries }) => retries > 0) && { retries: cells.map((cell) => cell.retries) }),
    exceptions: cells.map((cell) => cell.exceptions),
    outcomes: Object.fromEntries(
      outcomes.map((name) => [name, cells.map((cell) => cell.outcomes[name] ?? 0)]),
    ),
    unanswered: cells.map((cell) => Math.max(0, cell.requests - answeredOf(cell))),
    dropped: cells.map((cell) => cell.dropped),
    latencyP50Ms: quantiles(all, 0.5),
    latencyP95Ms: quantiles(all, 0.95),
    latencyP99Ms: quantiles(all, 0.99),
    okLatencyP50Ms: quantiles(isOk, 0.5),
    okLatencyP95Ms: quantiles(isOk, 0.95),
    failedLatencyP50Ms: quantiles(failed, 0.5),
    serviceMeanMs: cells.map((cell) => orNull(meanOf(cell.serviceMs))),
    latenessP50Ms: cells.map((cell) => orNull(quantileOf(cell.latenessMs, 0.5))),
    latenessP99Ms: cells.map((cell) => orNull(quantileOf(cell.latenessMs, 0.99))),
    connections: cells.map((cell) => cell.connections),
  };
};
