import { describe, expect, it } from 'vitest';
import { errorShareInterval } from '../../../planner/measure/errors.ts';
import { requestsForP95Interval, requestsToShowShare } from '../../../planner/measure/requests-to-show.ts';

describe('how many requests show a limit', () => {
  it('follows from the closed form where none fails: 1 - 0.025 ** (1 / n) is at the limit or below', () => {
    for (const limit of [0.001, 0.01, 0.05])
      expect(requestsToShowShare(0, limit)).toBe(Math.ceil(Math.log(0.025) / Math.log(1 - limit)));
    expect(errorShareInterval(0, 16)!.high).toBeCloseTo(1 - 0.025 ** (1 / 16), 9);
  });

  it('grows as the share comes near its limit, and is none at it', () => {
    const needed = [0, 0.002, 0.005, 0.008].map((share) => requestsToShowShare(share, 0.01)!);
    expect(needed).toEqual(needed.toSorted((a, b) => a - b));
    expect(requestsToShowShare(0.01, 0.01)).toBeNull();
    expect(requestsToShowShare(0.00999, 0.01)).toBeNull();
    expect(requestsToShowShare(0, 0)).toBeNull();
  });

  it('is, for a p95, the least number that all lie below it with less chance than an interval leaves', () => {
    expect(0.95 ** requestsForP95Interval).toBeLessThanOrEqual(0.025);
    expect(0.95 ** (requestsForP95Interval - 1)).toBeGreaterThan(0.025);
  });
});
