import { createRandom } from '../../planner/stats/random.ts';
import type { Latency } from '../../runs/schema/result.ts';

/** The requests behind `spikeResult`: everything in it is counted from these. */
export type Request = { readonly second: number; readonly outcome: string; readonly latencyMs: number };

/** Length of the spike test. */
export const seconds = 60;
const count503 = [22, 34, 36, 35, 33, 30, 27, 21, 15, 8];
const count504 = [2, 1, 2, 1, 1, 1, 1];
export const first503 = 21;
export const first504 = 31;
/** Planned arrivals in a second. */
export const rateAt = (second: number): number => (second >= 20 && second < 40 ? 80 : 10);

/** Latency of successful answers by share of rank: [share, ms], straight lines between. */
const okQuantiles = [
  [0, 46],
  [0.5, 117],
  [0.9, 208],
  [0.98, 300],
  [0.993, 372],
  [1, 514],
] as const;

const okLatencyMs = (share: number): number => {
  const upper = okQuantiles.findIndex(([rank]) => rank >= share);
  const [[fromShare, fromMs], [toShare, toMs]] = [okQuantiles[Math.max(0, upper - 1)]!, okQuantiles[upper]!];
  return toShare === fromShare
    ? fromMs
    : fromMs + ((share - fromShare) / (toShare - fromShare)) * (toMs - fromMs);
};

const requestsOfSecond = (second: number, random: () => number): Request[] => {
  const failed503 = count503[second - first503] ?? 0;
  const failed504 = count504[second - first504] ?? 0;
  return Array.from({ length: rateAt(second) }, (_, i) => {
    if (i < failed503) return { second, outcome: '503', latencyMs: 3.5 + random() };
    if (i < failed503 + failed504) return { second, outcome: '504', latencyMs: 3000 + 4 * random() };
    return { second, outcome: '200', latencyMs: okLatencyMs(random()) };
  });
};

const nearestRank = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;

export const round = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;

export const latencyOf = (requests: readonly Request[]): Latency => {
  const sorted = requests.map((one) => one.latencyMs).sort((a, b) => a - b);
  const sum = sorted.reduce((total, ms) => total + ms, 0);
  return {
    count: sorted.length,
    meanMs: sorted.length === 0 ? null : round(sum / sorted.length),
    p50Ms: round(nearestRank(sorted, 0.5)),
    p90Ms: round(nearestRank(sorted, 0.9)),
    p95Ms: round(nearestRank(sorted, 0.95)),
    p99Ms: round(nearestRank(sorted, 0.99)),
    maxMs: round(sorted.at(-1) ?? null),
  };
};

export const outcomesOf = (requests: readonly Request[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of requests) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

export const isOk = (request: Request): boolean => request.outcome === '200';

/** All requests in order of arrival; the same on every call. */
export const spikeRequests = (): Request[] => {
  const random = createRandom(20261122);
  return Array.from({ length: seconds }, (_, second) => requestsOfSecond(second, random)).flat();
};
