import { sketchOf } from '../../planner/stats/sketch.ts';
import type { LoadCounts, LoadEnd, LoadGauge } from '../../runs/schema/load-series.ts';

const sketchesOf = (valuesMs: Readonly<Record<string, number[]>>) =>
  Object.fromEntries(Object.entries(valuesMs).map(([key, values]) => [key, sketchOf(values)]));

/** A line of the load series; latencies are given as plain values by outcome. */
export const countsLine = ({
  second,
  outcomes = {},
  latenciesMs = {},
  triesMs,
  serviceMs,
  latenessMs,
  arrivals = Object.values(outcomes).reduce((sum, n) => sum + n, 0),
  ...rest
}: {
  second: number;
  outcomes?: Record<string, number>;
  latenciesMs?: Record<string, number[]>;
  /** Of a load that tries again. */
  triesMs?: Record<string, number[]>;
  retries?: number;
  serviceMs?: number[];
  latenessMs?: number[];
  phase?: string;
  endpoint?: string;
  generator?: string;
  arrivals?: number;
  requests?: number;
  dropped?: number;
  judgedOtherwise?: Record<string, number>;
}): LoadCounts => ({
  kind: 'counts',
  seq: 0,
  second,
  generator: 'local',
  endpoint: 'default',
  phase: 'spike',
  arrivals,
  requests: arrivals,
  dropped: 0,
  outcomes,
  latencyMs: sketchesOf(latenciesMs),
  ...(triesMs && { triesMs: sketchesOf(triesMs) }),
  ...(serviceMs && { serviceMs: sketchOf(serviceMs) }),
  ...(latenessMs && { latenessMs: sketchOf(latenessMs) }),
  ...rest,
});

/** The generator's last word: the load ran to its end. */
export const endLine = (facts: Partial<LoadEnd> = {}): LoadEnd => ({
  kind: 'end',
  seq: 0,
  generator: 'local',
  reason: 'complete',
  detail: '',
  planned: 0,
  fired: 0,
  dropped: 0,
  notStarted: 0,
  requests: 0,
  ended: 0,
  cut: 0,
  exceptions: 0,
  refused: 0,
  lines: 1,
  linesLost: 0,
  cpuSeconds: 1,
  memoryBytesMax: 50_000_000,
  endedAtMs: 0,
  thresholds: [],
  setupRequests: 0,
  ...facts,
});

/** The generator's state at a moment; what is left out is idle. */
export const gaugeLine = (state: Partial<LoadGauge>): LoadGauge => ({
  kind: 'gauge',
  seq: 0,
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
