import { sketchOf } from '../../planner/stats/sketch.ts';
import type { LoadCounts } from '../../runs/schema/load-series.ts';

/** A line of the load series; latencies are given as plain values by outcome. */
export const countsLine = ({
  second,
  outcomes = {},
  latenciesMs = {},
  serviceMs,
  ...rest
}: {
  second: number;
  outcomes?: Record<string, number>;
  latenciesMs?: Record<string, number[]>;
  serviceMs?: number[];
  phase?: string;
  generator?: string;
  arrivals?: number;
  dropped?: number;
}): LoadCounts => ({
  kind: 'counts',
  second,
  generator: 'local',
  endpoint: 'default',
  phase: 'spike',
  arrivals: Object.values(outcomes).reduce((sum, n) => sum + n, 0),
  dropped: 0,
  outcomes,
  latencyMs: Object.fromEntries(Object.entries(latenciesMs).map(([key, values]) => [key, sketchOf(values)])),
  ...(serviceMs && { serviceMs: sketchOf(serviceMs) }),
  ...rest,
});
