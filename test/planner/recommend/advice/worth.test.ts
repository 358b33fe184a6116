import { describe, expect, it } from 'vitest';
import { isMuchMore } from '../../../../planner/recommend/advice/worth.ts';

describe('an unknown is worth a run', () => {
  const free = { floorReplicas: 1 };

  it('where it moves the minimum by more than a quarter, be that one replica', () => {
    expect(isMuchMore(4, 3, free)).toBe(true);
    expect(isMuchMore(5, 4, free)).toBe(false);
    expect(isMuchMore(21, 16, free)).toBe(true);
  });

  it('and not where the rule keeps as many replicas in any case', () => {
    expect(isMuchMore(4, 3, { floorReplicas: 4.2 })).toBe(false);
    expect(isMuchMore(4, 3, { floorReplicas: 3.5 })).toBe(false);
  });

  it('where only one of its values lets any settings hold, no number tells how much', () => {
    expect(isMuchMore(Number.POSITIVE_INFINITY, 3, free)).toBe(true);
    expect(isMuchMore(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, free)).toBe(false);
  });
});
