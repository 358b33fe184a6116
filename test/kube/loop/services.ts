import type { Distribution } from '../../../planner/stats/distributions.ts';

type LoopLoad =
  | {
      readonly scenario: 'spike';
      readonly baselineRatePerSecond: number;
      readonly peakRatePerSecond: number;
      readonly baselineSeconds: number;
      readonly holdSeconds: number;
      readonly recoverySeconds: number;
    }
  | {
      readonly scenario: 'ramp';
      readonly fromRatePerSecond: number;
      readonly toRatePerSecond: number;
      readonly rampSeconds: number;
    };

/** Two minutes, one of them at the peak. */
const spike = (baselineRatePerSecond: number, peakRatePerSecond: number): LoopLoad => ({
  scenario: 'spike',
  baselineRatePerSecond,
  peakRatePerSecond,
  baselineSeconds: 20,
  holdSeconds: 60,
  recoverySeconds: 40,
});

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
  /** As the config says it. */
  readonly load: LoopLoad;
  readonly p95LatencyMs: number;
};

/**
 * Different in service time, slots, start-up and CPU. The pods of `waiting` wait more than they compute. The load of `climbing`
 * rises slowly enough that its HPA can follow.
 */
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
    load: spike(6, 30),
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
    load: spike(2, 12),
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
    load: spike(8, 50),
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
    load: spike(12, 70),
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
    load: spike(3, 18),
    p95LatencyMs: 1200,
  },
  {
    name: 'climbing',
    serviceTimeMs: { kind: 'lognormal', meanMs: 150, scv: 0.2 },
    slotsPerReplica: 1,
    pullMs: [500, 1000],
    initMs: [1500, 2500],
    cpuShare: 1,
    targetPercent: 85,
    minReplicas: 1,
    maxReplicas: 16,
    load: { scenario: 'ramp', fromRatePerSecond: 2, toRatePerSecond: 40, rampSeconds: 150 },
    p95LatencyMs: 700,
  },
];
