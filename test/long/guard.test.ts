import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchedFor } from '../planner/recommend/builders.ts';
import { maximumOf, plans, requestOf } from '../planner/recommend/random-plans.ts';

describe('the maximum in use', () => {
  it('is not lowered in any of 100 random plans without a budget', () => {
    assert(
      property(plans, (drawn) => {
        const request = requestOf(drawn);
        const { settings } = searchedFor(request);
        expect(maximumOf(settings.policy)).toBeGreaterThanOrEqual(maximumOf(request.current));
      }),
      { numRuns: 100, seed: 12 },
    );
  });
});
