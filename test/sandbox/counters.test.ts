import { describe, expect, it } from 'vitest';
import { createCounters } from '../../sandbox/counters.ts';

describe('the counters', () => {
  it('book an outcome on the second of its arrival', () => {
    const counters = createCounters();
    const early = counters.arrive(10_999);
    counters.settle(counters.arrive(11_000), '200');
    counters.settle(early, '504');
    expect(counters.snapshot()).toEqual({
      total: { arrivals: 2, outcomes: { '200': 1, '504': 1 } },
      bySecond: {
        '10': { arrivals: 1, outcomes: { '504': 1 } },
        '11': { arrivals: 1, outcomes: { '200': 1 } },
      },
    });
  });

  it('leave out after a reset what was under way', () => {
    const counters = createCounters();
    const underWay = counters.arrive(10_000);
    counters.reset();
    counters.settle(underWay, '200');
    expect(counters.snapshot()).toEqual({ total: { arrivals: 0, outcomes: {} }, bySecond: {} });
  });

  it('keep a day of seconds, and the total of all', () => {
    const counters = createCounters();
    for (let second = 0; second <= 86_400; second++) counters.arrive(second * 1000);
    const { total, bySecond } = counters.snapshot();
    expect(total.arrivals).toBe(86_401);
    expect(Object.keys(bySecond)).toHaveLength(86_400);
    expect(bySecond['0']).toBeUndefined();
  });
});
