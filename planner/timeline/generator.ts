import { countAbove } from '../stats/sketch.ts';
import type { FoldedLoad, LoadCell } from './fold-load.ts';

/** An arrival that is fired later than this is late: ten times what a generator with time to spare ever needs. */
export const lateMsLimit = 250;

/** With more than this share of its arrivals late, a second tells of the generator and not of the service. */
const lateShareMax = 0.05;

/** Arrivals that were fired too late, of one second or of a whole load. */
export const lateArrivalsOf = ({ latenessMs }: LoadCell): number =>
  Math.round(countAbove(latenessMs, lateMsLimit));

/**
 * Seconds of the grid in which the generator stood still or was late: answers that it could not read in time look
 * slow, though the service was not. They are left out of every calibration.
 */
export const generatorFaults = (
  { stalls }: Pick<FoldedLoad, 'stalls'>,
  cells: readonly LoadCell[],
  startedAtMs: number,
): boolean[] => {
  const isStalled = (second: number): boolean => {
    const fromMs = startedAtMs + second * 1000;
    return stalls.some((stall) => stall.fromMs < fromMs + 1000 && stall.toMs > fromMs);
  };
  return cells.map(
    (cell, second) => isStalled(second) || lateArrivalsOf(cell) > lateShareMax * cell.latenessMs.count,
  );
};
