import type { RouterReading } from '../../../runs/schema/calibration.ts';
import type { BalancingReading } from '../../platforms/balancing.ts';
import { sumOf } from '../../stats/sum.ts';

/** What is believed in less than this is not likely. */
export const likelyFrom = 0.1;

/** How much the readings of which something holds are believed in together, in 0..1 but for rounding. */
export const shareWhere = (
  readings: readonly RouterReading[],
  holds: (reading: RouterReading) => boolean,
): number => sumOf(readings.filter(holds).map(({ share }) => share));

/** Whether requests find their replica in the same way. */
export const isSameWay = (a: BalancingReading, b: BalancingReading): boolean =>
  a.balancing === b.balancing && a.balancedPer === b.balancedPer;
