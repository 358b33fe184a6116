import { describe, expect, it } from 'vitest';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../../../planner/recommend/search/request.ts';
import { endpointLatencyMs } from '../../../../planner/recommend/trials/endpoint-latency.ts';
import {
  addAllToHistogram,
  createHistogram,
  type Histogram,
} from '../../../../planner/simulate/histogram.ts';
import { mixtureQuantiles } from '../../../../planner/stats/mixture.ts';
import { createRandom } from '../../../../planner/stats/random.ts';
import type { Calibration } from '../../../../runs/schema/calibration.ts';
import type { Slo } from '../../../../runs/schema/run.ts';
import { buildRequest, searchedFor, spikeOf } from '../builders.ts';

const slo: Slo = { maxErrorShare: 0.01 };

const waitsOf = (seconds: readonly number[]): Histogram => {
  const waits = createHistogram();
  addAllToHistogram(waits, Float64Array.from(seconds));
  return waits;
};

/** Quantiles of an exponential distribution at 201 even shares. */
const exponential = (meanMs: number): number[] =>
  Array.from({ length: 201 }, (_, i) => -meanMs * Math.log(1 - Math.min(i, 199.9) / 200));

describe('the latency of one endpoint', () => {
  it('is its service time where nobody waits', () => {
    const waits = waitsOf(new Array<number>(100).fill(0));
    const quantilesMs = Array.from({ length: 201 }, (_, i) => i);
    expect(endpointLatencyMs(waits, { slo, quantilesMs }, 0.95)).toBeCloseTo(190, 0);
  });

  it('is the wait and a constant service time', () => {
    const waits = waitsOf(Array.from({ length: 1000 }, (_, i) => i / 1000));
    // Waits are spread evenly over a second: the 95th percentile of 40 ms more is 990 ms.
    const p95 = endpointLatencyMs(waits, { slo, quantilesMs: [40, 40] }, 0.95)!;
    expect(p95 / 990).toBeCloseTo(1, 1.7);
  });

  it('is the sum of an exponential wait and an exponential service time of the same mean: Erlang-2', () => {
    const random = createRandom(1);
    const waits = waitsOf(Array.from({ length: 20_000 }, () => -0.2 * Math.log(1 - random())));
    // 1 - exp(-x)(1 + x) = 0.95 at x = 4.7439.
    const p95 = endpointLatencyMs(waits, { slo, quantilesMs: exponential(200) }, 0.95)!;
    expect(p95 / (200 * 4.7439)).toBeCloseTo(1, 1.3);
  });

  it('is not known where nothing was simulated', () => {
    expect(endpointLatencyMs(createHistogram(), { slo, quantilesMs: [1, 1] }, 0.95)).toBeNull();
  });
});

type Sketch = {
  readonly name: string;
  readonly share: number;
  readonly serviceMs: number;
  readonly slo: Slo;
};

/** A plan for a small spike on endpoints whose service times are even from half to one and a half of their means. */
const requestFor = (endpoints: readonly Sketch[], planSlo: Slo): PlanRequest => {
  const request = buildRequest(
    {},
    {
      draws: 20,
      slo: planSlo,
      load: spikeOf({ baseline: 4, peak: 16, baselineSeconds: 20, holdSeconds: 40, recoverySeconds: 20 }),
    },
  );
  const spread = (meanMs: number) => [meanMs / 2, meanMs * 1.5];
  const mid = endpoints.reduce((sum, { share, serviceMs }) => sum + share * serviceMs, 0);
  const around = (meanMs: number) => ({
    low: 0.98 * meanMs,
    mid: meanMs,
    high: 1.02 * meanMs,
    confidence: 0.95,
  });
  const service: Calibration['service'] = {
    ...request.calibration.service,
    meanMs: around(mid),
    distribution: {
      kind: 'empirical',
      quantilesMs: mixtureQuantiles(
        endpoints.map(({ share, serviceMs }) => ({ share, quantilesMs: spread(serviceMs) })),
        201,
      ),
    },
    endpoints: endpoints.map(({ name, share, serviceMs, slo: own }) => ({
      name,
      share,
      slo: own,
      meanMs: around(serviceMs),
      distribution: { kind: 'empirical', quantilesMs: spread(serviceMs) },
    })),
  };
  return { ...request, calibration: { ...request.calibration, service } };
};

const fast = { name: 'fast', share: 0.8, serviceMs: 60 };
const slow = { name: 'slow', share: 0.2, serviceMs: 600 };

describe('a plan for several endpoints', () => {
  it('holds each to its own p95, which one p95 of all could not', () => {
    const limits = [
      { ...fast, slo: { maxErrorShare: 0.01, p95LatencyMs: 300 } },
      { ...slow, slo: { maxErrorShare: 0.01, p95LatencyMs: 1500 } },
    ];
    const own = recommend(requestFor(limits, limits[0]!.slo));
    expect(own.kind).toBe('advice');
    const request = requestFor(limits, limits[0]!.slo);
    const { endpoints: _, ...service } = request.calibration.service;
    const pooled = recommend({ ...request, calibration: { ...request.calibration, service } });
    // A fifth of all requests take 300 to 900 ms without any wait: 5 % of all can't be the slowest of them.
    expect(pooled.kind === 'advice' ? pooled.basis : 'refused').not.toBe('certain');
  });

  it('costs no less where any endpoint is held to less', () => {
    const costOf = (fastMs: number, slowMs: number): number => {
      const limits = [
        { ...fast, slo: { maxErrorShare: 0.01, p95LatencyMs: fastMs } },
        { ...slow, slo: { maxErrorShare: 0.01, p95LatencyMs: slowMs } },
      ];
      return searchedFor(requestFor(limits, limits[0]!.slo)).prediction.cost.meanReplicas;
    };
    const loose = costOf(2000, 4000);
    expect(costOf(150, 4000)).toBeGreaterThan(loose);
    expect(costOf(2000, 880)).toBeGreaterThan(loose);
  });
});
