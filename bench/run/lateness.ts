/** Lateness of a generator as its target sees it: the same instrument for all of them. */
import { quantileSorted } from 'simple-statistics';

/** Milliseconds behind the plan. */
export type Lateness = { readonly p50Ms: number; readonly p99Ms: number };

/**
 * How far requests come behind an even plan: request i is due i / rate after the start. The start itself is not seen
 * from outside; it is taken from the request that came least late, so a lateness that all share stays hidden.
 *
 * @param arrivalsMs ascending, since any moment
 * @example latenessOf([0, 1000, 2010], 1).p50Ms // 0
 */
export const latenessOf = (arrivalsMs: readonly number[], ratePerSecond: number): Lateness => {
  const behindMs = arrivalsMs.map((atMs, i) => atMs - (i * 1000) / ratePerSecond);
  const leastMs = behindMs.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
  const sorted = behindMs.map((ms) => ms - leastMs).sort((a, b) => a - b);
  return { p50Ms: quantileSorted(sorted, 0.5), p99Ms: quantileSorted(sorted, 0.99) };
};
