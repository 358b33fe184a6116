import type { Latency } from '../../runs/schema/result.ts';
import { type Interval, isInterval } from '../stats/interval.ts';
import { quantileInterval } from '../stats/quantile-interval.ts';
import { meanOf, quantileOf, type Sketch } from '../stats/sketch.ts';
import { confidence } from './evidence.ts';

const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 1000) / 1000;

/** The usual quantiles of a sketch, in ms to the microsecond. */
export const latencySummary = (sketch: Sketch): Latency => {
  const quantile = (share: number): number | null => rounded(quantileOf(sketch, share));
  return {
    count: sketch.count,
    meanMs: rounded(meanOf(sketch)),
    p50Ms: quantile(0.5),
    p90Ms: quantile(0.9),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    maxMs: sketch.count === 0 ? null : rounded(sketch.max),
  };
};

/**
 * Interval of the p95 by order statistics: between which two latencies, by their rank, it lies, if the requests were
 * independent draws. It says how well so many requests fix a p95, not what another run would show. Its middle is the
 * p95 of `latencySummary`; null where so few requests don't bound it on both sides.
 */
export const p95Interval = (sketch: Sketch): Interval | null => {
  const { p95Ms } = latencySummary(sketch);
  const interval = quantileInterval(sketch, 0.95, { confidence });
  if (p95Ms === null || !isInterval(interval)) return null;
  return {
    ...interval,
    low: Math.min(interval.low, p95Ms),
    mid: p95Ms,
    high: Math.max(interval.high, p95Ms),
  };
};
