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
});
