import { isOk } from '../../runs/schema/outcome.ts';
import { emptySketch, mergeSketches } from '../stats/sketch.ts';
import { type LoadCell, latencyOf } from '../timeline/fold-load.ts';

/**
 * Whether the service times of a cell are those of its successes: as many. Another endpoint may leave its own out, and a failure may
 * tell one.
 */
export const tellsWaits = (cell: LoadCell): boolean => latencyOf(cell, isOk).count === cell.serviceMs.count;

/**
 * Mean wait in ms: mean latency less mean service time, the network included. Of the cells alone in which as many service times as
 * successes were told.
 *
 * @param picks outcomes of requests that were not in a slot for longer than their service time tells: successes, and what was
 *   turned away, which was in none
 * @returns null where no cell tells
 */
export const meanWaitMs = (
  cells: readonly LoadCell[],
  picks: (outcome: string) => boolean = isOk,
): number | null => {
  const telling = cells.filter(tellsWaits);
  const ended = telling.map((cell) => latencyOf(cell, picks)).reduce(mergeSketches, emptySketch);
  const served = telling.map(({ serviceMs }) => serviceMs).reduce(mergeSketches, emptySketch);
  return served.count === 0 ? null : (ended.sum - served.sum) / ended.count;
};
