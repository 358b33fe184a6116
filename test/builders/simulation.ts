import type { Simulation } from '../../runs/schema/simulation.ts';

const column = (of: (second: number) => number): number[] => Array.from({ length: 60 }, (_, i) => of(i));
const between = (from: number, to: number, inside: number, outside: number) =>
  column((second) => (second >= from && second < to ? inside : outside));
const share = (mid: number) => ({ low: mid * 0.9, mid, high: Math.min(1, mid * 1.1), confidence: 0.95 });

/** The answer to a minute of 10 -> 80 -> 10 requests/s, of which 30/s fail from 0:21 to 0:30; with its series. */
export const simulationOf = (overrides: Partial<Simulation> = {}): Simulation => ({
  name: 'as-it-is.json',
  requests: 2000,
  replications: 20,
  simulatedRequests: 40_000,
  outcomes: { ok: share(0.85), '503': share(0.15), '504': null },
  waitMs: { meanAll: 80, meanOfServed: 40, waitedShare: 0.3, p50: 0, p95: 500, p99: 500 },
  latencyMs: { mean: 130, p50: 100, p95: 400, p99: 600 },
  replicas: { mean: 9.4, max: 12, readySeconds: 564, occupiedSeconds: 640 },
  utilization: { mean: 0.41 },
  scaling: { ups: 2, downs: 0, unscheduledStarts: 0 },
  recovery: { fromSecond: 20, recoveredShare: 1, seconds: { low: 9, mid: 10, high: 11, confidence: 0.95 } },
  simulatedRequestsPerSecond: 5_000_000,
  elapsedMs: 8,
  series: {
    offered: between(20, 40, 80, 10),
    ok: column((second) => (second < 20 || second >= 40 ? 10 : second >= 21 && second < 31 ? 50 : 80)),
    '503': between(21, 31, 30, 0),
    '504': column(() => 0),
    desired: column((second) => (second < 22 ? 4 : 12)),
    ready: column((second) => (second < 30 ? 4 : 12)),
    pending: between(22, 30, 8, 0),
    busySlots: between(20, 40, 8, 1),
    queued: between(20, 31, 15.5, 0),
    scaleEvents: [{ atSecond: 22, from: 4, to: 12 }],
  },
  ...overrides,
});
