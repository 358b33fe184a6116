import { describe, expect, it } from 'vitest';
import { above } from '../../../planner/measure/pile.ts';
import { quantileOf, sketchOf } from '../../../planner/stats/sketch.ts';

describe('the values above a threshold', () => {
  const late = above(sketchOf([1, 2, 3, 500, 505, 510]), 50);

  it('keep their number and their quantiles', () => {
    expect(late.count).toBe(3);
    expect(quantileOf(late, 0.5)! / 505).toBeCloseTo(1, 1);
  });

  it('have no sum: that of the sketch is the sum of all its values', () => {
    expect(late).not.toHaveProperty('sum');
  });
});
