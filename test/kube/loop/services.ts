import type { Distribution } from '../../../planner/stats/distributions.ts';

/** A service whose loop is closed: what it does, how it starts, how its HPA is set, and what is fired at it. */
export type LoopService = {
  readonly name: string;
  readonly serviceTimeMs: Distribution;
  readonly slotsPerReplica: number;
  /** Least and most of each part of a start, in milliseconds: between them is drawn. */
  readonly pullMs: readonly [number, number];
  readonly initMs: readonly [number, number];
  /** CPU of a pod whose slots are all busy, as a share of its request. */
  readonly cpuShare: number;
  readonly targetPercent: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly baselineRatePerSecond: number;
  readonly peakRatePerSecond: number;
  readonly p95LatencyMs: number;
};

/** Different in service time, slots, start-up and CPU. Of the last one the pods wait more than they compute. */
export const services: readonly LoopService[] = [
  {
    name: 'even',
    serviceTimeMs: { kind: 'lognormal', meanMs: 120, scv: 0.2 },
    slotsPerReplica: 1,
    pullMs: [500, 1000],
    initMs: [2000, 4000],
    cpuShare: 0.9,
    targetPercent: 60,
    minReplicas: 2,
    maxReplicas: 12,
    baselineRatePerSecond: 6,
    peakRatePerSecond: 30,
    p95LatencyMs: 600,
  },
  {
    name: 'slow',
    serviceTimeMs: { kind: 'lognormal', meanMs: 450, scv: 0.25 },
    slotsPerReplica: 1,
    pullMs: [1000, 2000],
    initMs: [4000, 6000],
    cpuShare: 1.4,
    targetPercent: 80,
    minReplicas: 2,
    maxReplicas: 16,
    baselineRatePerSecond: 2,
    peakRatePerSecond: 12,
    p95LatencyMs: 1800,
  },
  {
    name: 'wide',
    serviceTimeMs: { kind: 'lognormal', meanMs: 200, scv: 0.3 },
    slotsPerReplica: 4,
    pullMs: [2000, 3000],
    initMs: [6000, 9000],
    cpuShare: 0.7,
    targetPercent: 50,
    minReplicas: 1,
    maxReplicas: 8,
    baselineRatePerSecond: 8,
    peakRatePerSecond: 50,
    p95LatencyMs: 800,
  },
  {
    name: 'short',
    serviceTimeMs: { kind: 'lognormal', meanMs: 80, scv: 0.2 },
    slotsPerReplica: 2,
    pullMs: [300, 500],
    initMs: [700, 1500],
    cpuShare: 1,
    targetPercent: 70,
    minReplicas: 1,
    maxReplicas: 10,
    baselineRatePerSecond: 12,
    peakRatePerSecond: 70,
    p95LatencyMs: 500,
  },
  {
    name: 'waiting',
    serviceTimeMs: { kind: 'lognormal', meanMs: 300, scv: 0.2 },
    slotsPerReplica: 1,
    pullMs: [500, 1000],
    initMs: [2000, 3000],
    cpuShare: 0.3,
    targetPercent: 50,
    minReplicas: 2,
    maxReplicas: 12,
    baselineRatePerSecond: 3,
    peakRatePerSecond: 18,
    p95LatencyMs: 1200,
  },
];
