import type { Latency } from '../../runs/schema/result.ts';
import { meanOf, quantileOf, type Sketch } from '../stats/sketch.ts';

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
