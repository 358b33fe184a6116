import { describe, expect, it } from 'vitest';
import { notEnoughData, shortages } from '../../../planner/stats/interval.ts';
import { formatSeconds } from '../../../reports/format.ts';
import { estimateText, missingText } from '../../../reports/words/plan/estimate.ts';

describe('missingText', () => {
  it.each([
    [notEnoughData('secondsOfLoad', 30, 12), 'needs at least 30 s of load, has 12 s'],
    [notEnoughData('successfulRequests', 1, 0), 'needs at least 1 successful request, has none'],
    [notEnoughData('startups', 2, 1), 'needs at least 2 replicas that become ready during the load, has 1'],
    [notEnoughData('secondsToRise', 21, 12), 'needs a load that reaches its rise at 0:20, has 12 s'],
    [
      notEnoughData('pairsThatVary', 10, null),
      'needs at least 10 seconds in which both are known and vary, has fewer',
    ],
  ])('says what was needed and what there was: %j', (missing, text) => {
    expect(missingText(missing)).toBe(text);
  });

  it.each(shortages)('has words for %s', (what) => {
    for (const missing of [notEnoughData(what, 5, 4), notEnoughData(what, null, null)])
      expect(missingText(missing)).not.toMatch(/undefined|NaN|null/);
  });
});

describe('estimateText', () => {
  it('gives an estimate with its interval, or why there is none', () => {
    const interval = { low: 1, mid: 2, high: 3, confidence: 0.95 };
    expect(estimateText(interval, formatSeconds)).toBe('2 s (95 % interval 1 s to 3 s)');
    expect(estimateText(notEnoughData('secondsOfLoad', 10, 3), formatSeconds)).toBe(
      'not enough data: needs at least 10 s of load, has 3 s',
    );
  });
});
