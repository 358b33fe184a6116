import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midModel } from '../../../../planner/calibrate/draws.ts';
import { guardOf, rateServedBy } from '../../../../planner/recommend/advice/guard.ts';
import { replicasAtPeak } from '../../../../planner/recommend/search/screen.ts';
import { guardText } from '../../../../reports/words/plan/guard.ts';
import { headroom, recommendation } from '../../../builders/recommendation.ts';
import { buildCalibration, soakOf } from '../builders.ts';

const middle = midModel(buildCalibration({ serviceMs: 250, lagMs: 5000 }));
const maxErrorShare = 0.01;

describe('what a maximum protects from', () => {
  it('is the highest rate that needs no more replicas than it allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (replicas) => {
        const rate = rateServedBy(replicas, middle, maxErrorShare);
        if (rate > 0)
          expect(replicasAtPeak(soakOf(rate, 60), middle, maxErrorShare)).toBeLessThanOrEqual(replicas);
        expect(replicasAtPeak(soakOf(1.01 * rate + 1e-5, 60), middle, maxErrorShare)).toBeGreaterThan(
          replicas,
        );
      }),
    );
  });

  it('grows with the maximum', () => {
    const rates = [5, 10, 20, 40].map((replicas) => rateServedBy(replicas, middle, maxErrorShare));
    expect(rates.toSorted((a, b) => a - b)).toEqual(rates);
  });

  it('ends for a service that takes no time', () => {
    const instant = { ...middle, service: { kind: 'constant' as const, meanMs: 0 } };
    expect(Number.isFinite(rateServedBy(3, instant, maxErrorShare))).toBe(true);
  });

  it('is at least what simulations hold with it', () => {
    const asked = (candidate: object, kind = 'azureml-v1') =>
      guardOf(
        { plan: { current: { kind }, slo: { maxErrorShare } }, middle, chosen: { candidate } } as never,
        headroom(),
      );
    expect(asked({ maxReplicas: 1 })).toEqual({ maxReplicas: 1, ratePerSecond: 25.4 });
    expect(asked({ maxReplicas: 100 })!.ratePerSecond).toBeGreaterThan(300);
    expect(asked({ maxReplicas: 9, unlimited: true })).toBeUndefined();
    expect(asked({ maxReplicas: 9 }, 'fixed')).toBeUndefined();
  });

  it('is told beside an advice, and sells nothing that misses the SLO', () => {
    expect(guardText(recommendation())).toBe(
      'At a higher peak requests may fail until more replicas are up; the maximum of 6 then serves up to 31/s. Those above the minimum cost only while they run.',
    );
    expect(guardText(recommendation({ basis: 'leastRegret' }))).toBeUndefined();
    // The advice holds 25.4/s in simulation: rounded, the maximum must not serve less.
    const guard = { maxReplicas: 6, ratePerSecond: 25.4 };
    expect(guardText(recommendation({ guard }))).toContain('serves up to 25.4/s.');
    expect(guardText(recommendation({ guard: { ...guard, ratePerSecond: 124 } }))).toContain('up to 120/s.');
  });
});
