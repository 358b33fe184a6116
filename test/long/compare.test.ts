import { describe, expect, it } from 'vitest';
import { randomService } from '../../bench/accuracy/service.ts';
import { recorded } from '../../bench/compare/recorded.ts';
import { compareRuns } from '../../planner/compare/compare.ts';
import { baseSideOf, sideOf } from '../../planner/compare/sides.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';

const seed = 41;
const [services, runsOfEach] = [40, 5];

describe('comparisons of runs', () => {
  it('find a difference in at most 5 % of 200 pairs without a change', () => {
    const verdicts = Array.from({ length: services }, (_, index) => {
      const service = randomService(seed, index);
      const base = baseSideOf(sideOf([recorded(service, 0)]), true);
      return Array.from(
        { length: runsOfEach },
        (__, i): Comparison['verdict'] => compareRuns(base, sideOf([recorded(service, i + 1)])).verdict,
      );
    }).flat();
    const found = verdicts.filter((verdict) => verdict === 'better' || verdict === 'worse');
    expect(verdicts).toHaveLength(200);
    expect(found.length).toBeLessThanOrEqual(0.05 * verdicts.length);
  });
});
