import { describe, expect, it } from 'vitest';
import { predictiveInterval } from '../../../../planner/recommend/advice/prediction.ts';

describe('a predictive interval', () => {
  it('is the range of 39 values, and their median', () => {
    const values = Array.from({ length: 39 }, (_, i) => i + 1);
    const { low, mid, high } = predictiveInterval(values);
    expect(low).toBeCloseTo(1, 9);
    expect(mid).toBe(20);
    expect(high).toBeCloseTo(39, 9);
  });

  it('leaves out one value at each end of 79', () => {
    const { low, high } = predictiveInterval(Array.from({ length: 79 }, (_, i) => i + 1));
    expect(low).toBeCloseTo(2, 9);
    expect(high).toBeCloseTo(78, 9);
  });
});
