import { sketchOf } from '../../planner/stats/sketch.ts';
import type { LoadCounts, LoadGauge } from '../../runs/schema/load-series.ts';

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
  requests?: number;
  dropped?: number;
}): LoadCounts => ({
  kind: 'counts',
  seq: 1,
  second,
  generator: 'local',
  endpoint: 'default',
  phase: 'spike',
  arrivals: Object.values(outcomes).reduce((sum, n) => sum + n, 0),
  requests: Object.values(outcomes).reduce((sum, n) => sum + n, 0),
  dropped: 0,
  outcomes,
  latencyMs: Object.fromEntries(Object.entries(latenciesMs).map(([key, values]) => [key, sketchOf(values)])),
  ...(serviceMs && { serviceMs: sketchOf(serviceMs) }),
  ...rest,
});

/** The generator's state at a moment; what is left out is idle. */
export const gaugeLine = (state: Partial<LoadGauge>): LoadGauge => ({
  kind: 'gauge',
  seq: 1,
  atMs: 0,
  generator: 'local',
  inFlight: 0,
  overdue: 0,
  virtualUsers: 0,
  virtualUsersMax: 0,
  queued: 0,
  cpuSeconds: 0,
  memoryBytes: 50_000_000,
  ...state,
});
