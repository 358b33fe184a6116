import { describe, expect, it } from 'vitest';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { logMomentsOf, sketchOf } from '../../../planner/stats/sketch.ts';
import { timesAsLarge, typicalOfSeconds, typicalValue } from '../../../planner/stats/typical.ts';

/** Lognormal values about 100, of one second each. */
const secondsOf = (seed: number, { times = 1, seconds = 40, each = 8 } = {}) => {
  const normal = normalSampler(createRandom(seed));
  return Array.from({ length: seconds }, () =>
    sketchOf(Array.from({ length: each }, () => 100 * times * Math.exp(0.8 * normal()))),
  );
};

describe('the typical value', () => {
  it('is the geometric mean, to a fraction of a bucket', () => {
    const typical = typicalOfSeconds([[sketchOf([10]), sketchOf([1000])]]);
    expect(typicalValue(typical!) / 100).toBeCloseTo(1, 1);
    expect(logMomentsOf(sketchOf([10, 1000])).count).toBe(2);
    expect(typicalOfSeconds([[sketchOf([]), sketchOf([0, 0])]])).toBeUndefined();
  });

  it('has an error that shrinks with the root of the values', () => {
    const [few, many] = [secondsOf(1), secondsOf(2, { each: 32 })].map(
      (seconds) => typicalOfSeconds([seconds])!,
    );
    expect(few!.standardError).toBeGreaterThanOrEqual(0.8 / Math.sqrt(320) - 0.005);
    expect(few!.standardError / many!.standardError).toBeGreaterThan(1.3);
  });

  it('of two sides lies apart by the true factor, in nearly all of many pairs', () => {
    const pairs = Array.from({ length: 100 }, (_, i) => {
      const [base, other] = [secondsOf(2 * i), secondsOf(2 * i + 1, { times: 1.2 })];
      return timesAsLarge(typicalOfSeconds([base])!, typicalOfSeconds([other])!, 0.95);
    });
    const held = pairs.filter(({ low, high }) => low <= 1.2 && 1.2 <= high).length;
    expect(held / pairs.length).toBeGreaterThan(0.92);
    expect(held).toBeLessThan(pairs.length);
  });
});
