import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chanceOf,
  failuresAllowed,
  leastRunsLike,
  runsNeeded,
} from '../../../../planner/recommend/search/chance.ts';

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

  it('makes no run in vain: one run less would allow one failure less', () => {
    expect([20, 38, 57, 58, 100].map((runs) => leastRunsLike(runs, 0.95))).toEqual([18, 38, 38, 58, 98]);
    assert(
      property(integer({ min: 1, max: 500 }), constantFrom(0.8, 0.9, 0.95, 0.99), (runs, confidence) => {
        const least = leastRunsLike(runs, confidence);
        const allowed = failuresAllowed(runs, confidence);
        expect(least).toBeLessThanOrEqual(runs);
        expect(failuresAllowed(least, confidence)).toBe(allowed);
        if (allowed >= 0) expect(failuresAllowed(least - 1, confidence)).toBe(allowed - 1);
      }),
    );
  });
});
