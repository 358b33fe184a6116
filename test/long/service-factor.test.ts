import { describe, expect, it } from 'vitest';
import { meanOfValues } from '../../planner/stats/simple.ts';
import { errorOn, isUnbiasedBehind, withoutHeader } from '../planner/calibrate/router/service-error.ts';

describe('the service time without a header', () => {
  it('is unbiased within 3 % on the services of the accuracy bench', () => {
    const errors = Array.from({ length: 40 }, (_, index) => errorOn(withoutHeader(4, index), false));
    expect(Math.abs(meanOfValues(errors))).toBeLessThan(0.03);
  });

  it.each([1, 2])('is unbiased behind %i router instances that are known', isUnbiasedBehind);
});
