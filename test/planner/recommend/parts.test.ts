import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midModel } from '../../../planner/calibrate/draws.ts';
import { predictiveInterval } from '../../../planner/recommend/advice/prediction.ts';
import { chanceOf, failuresAllowed, runsNeeded } from '../../../planner/recommend/search/chance.ts';
import { longestWaitMs, timeoutChain } from '../../../planner/recommend/search/timeouts.ts';
import {
  candidateOf,
  nameOf,
  policyOf,
  replicaLattice,
} from '../../../planner/recommend/trials/candidates.ts';
import { mixedReplicas, pricePerHour } from '../../../planner/recommend/trials/cost.ts';
import { buildCalibration, buildPolicy } from './builders.ts';

const policies = [
  { kind: 'azureml-v1' },
  { kind: 'azureml-v2' },
  { kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] },
  { kind: 'keda-http' },
  { kind: 'knative', target: 1, maxReplicas: 20 },
  { kind: 'fixed', replicas: 3 },
].map(buildPolicy);

describe('a candidate', () => {
  it('written into its own policy changes nothing', () => {
    for (const policy of policies) expect(policyOf(policy, candidateOf(policy, 20))).toEqual(policy);
  });

  it('has a name of its own', () => {
    const candidate = candidateOf(policies[0]!, 20);
    const others = [candidate, { ...candidate, queueWaitMs: null }, { ...candidate, requestTimeoutMs: 5000 }];
    expect(new Set(others.map(nameOf)).size).toBe(3);
  });
});

describe('replica counts that are searched', () => {
  it('ascend by at most a whole replica or 5 %, up to what is asked for', () => {
    assert(
      property(integer({ min: 1, max: 5000 }), (atLeast) => {
        const counts = replicaLattice(atLeast);
        expect(counts[0]).toBe(1);
        expect(counts.at(-1)).toBeGreaterThanOrEqual(atLeast);
        counts.slice(1).forEach((count, i) => {
          const step = count - counts[i]!;
          expect(step).toBeGreaterThan(0);
          expect(step).toBeLessThanOrEqual(Math.max(1, 0.05 * counts[i]!));
        });
      }),
    );
  });
});

describe('the chance of meeting an SLO', () => {
  it('is never certain: Laplace', () => {
    expect(chanceOf(40, 40).mid).toBe(41 / 42);
    expect(chanceOf(0, 40).mid).toBe(1 / 42);
  });

  it('allows as many failures as keep it at the confidence, and not one more', () => {
    assert(
      property(integer({ min: 1, max: 500 }), constantFrom(0.8, 0.9, 0.95, 0.99), (runs, confidence) => {
        const allowed = failuresAllowed(runs, confidence);
        if (allowed >= 0)
          expect(chanceOf(runs - allowed, runs).mid).toBeGreaterThanOrEqual(confidence - 1e-9);
        expect((runs - allowed) / (runs + 2)).toBeLessThan(confidence + 1e-9);
      }),
    );
    expect(failuresAllowed(40, 0.95)).toBe(1);
  });

  it('needs 18 runs for 95 %', () => {
    expect(runsNeeded(0.95)).toBe(18);
    expect([failuresAllowed(17, 0.95), failuresAllowed(18, 0.95)]).toEqual([-1, 0]);
  });
});

describe('a predictive interval', () => {
  it('is the range of 39 values, and their median', () => {
    const values = Array.from({ length: 39 }, (_, i) => i + 1);
    const { low, mid, high } = predictiveInterval(values);
    expect(low).toBeCloseTo(1, 9);
    expect(mid).toBe(20);
    expect(high).toBeCloseTo(39, 9);
  });
});

describe('cost', () => {
  it('mixes spike and baseline by their time', () => {
    const spike = { share: 0.25, meanReplicas: 20 };
    expect(mixedReplicas([spike, { share: 0.75, meanReplicas: 4 }])).toBe(8);
  });

  it('counts nodes in the measure that they are filled', () => {
    expect(pricePerHour(10, { perNodeHour: 2, podsPerNode: 4 })).toBe(5);
    expect(pricePerHour(10, { perReplicaHour: 3 })).toBe(30);
  });
});

describe('the chain of timeouts', () => {
  it('outwaits the link behind it, whatever the wait', () => {
    const middle = midModel(buildCalibration({ serviceMs: 700, lagMs: 1000, requestTimeoutMs: 2000 }));
    assert(
      property(integer({ min: 0, max: 100_000 }), (queueWaitMs) => {
        const { modelMs, routerMs, gatewayMs, clientMs } = timeoutChain(middle, queueWaitMs);
        expect(routerMs).toBeGreaterThanOrEqual(queueWaitMs + modelMs);
        expect(gatewayMs).toBeGreaterThan(routerMs);
        expect(clientMs).toBeGreaterThan(gatewayMs);
      }),
    );
  });
});

describe('the longest wait that is searched', () => {
  const longestAfter = (queueWaitMs: number, p95LatencyMs?: number): number | null => {
    const middle = midModel(buildCalibration({ serviceMs: 100, lagMs: 1000, queueWaitMs }));
    return longestWaitMs(middle, { maxErrorShare: 0.01, ...(p95LatencyMs && { p95LatencyMs }) });
  };

  it('does not grow when an advice is applied and fed back', () => {
    for (const queueWaitMs of [100, 500, 3000]) {
      const advised = longestAfter(queueWaitMs)!;
      expect(longestAfter(advised)).toBe(advised);
    }
  });

  it('leaves room for the service time below the latency of the SLO', () => {
    expect(longestAfter(500, 400)).toBe(300);
  });
});
