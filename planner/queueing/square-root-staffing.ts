import { invertIncreasing } from '../stats/invert.ts';
import { normalDensity, normalShare } from '../stats/normal.ts';

/** Beyond this many standard deviations of spare servers nobody waits. */
const spareMax = 30;

/**
 * Share of requests that wait in a large M/M/c queue with c = a + beta sqrt(a) servers: [1 + β Φ(β) / φ(β)]^-1.
 * Source: Halfin & Whitt, "Heavy-traffic limits for queues with many exponential servers", Operations Research
 * 29, 1981.
 *
 * @param beta spare servers in units of the square root of the offered load, > 0
 * @example halfinWhittWaitShare(0.5) // 0.5045
 */
export const halfinWhittWaitShare = (beta: number): number =>
  1 / (1 + (beta * normalShare(beta)) / normalDensity(beta));

/**
 * Square-root staffing: servers at which about `waitShare` of the requests wait. Spare capacity grows with the
 * root of the load, not with the load: why one utilization target can't suit small and large services.
 *
 * @param load offered load in Erlangs
 * @param waitShare in (0, 1)
 * @example squareRootServers(100, 0.2234) // 110
 */
export const squareRootServers = (load: number, waitShare: number): number => {
  const beta = invertIncreasing((b) => -halfinWhittWaitShare(b), -waitShare, { low: 0, high: spareMax });
  return Math.ceil(load + beta * Math.sqrt(load));
};
