import { describe, expect, it } from 'vitest';
import { changeOf, withNoise } from '../../bench/accuracy/noise.ts';
import { createRandom } from '../../planner/stats/random.ts';
import { meanOfValues, quantileOfValues } from '../../planner/stats/simple.ts';

const random = createRandom(1, 1);
const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const values = Array.from({ length: 400 }, () => 10 + 2 * gauss());

describe('the noise of a figure over services', () => {
  it('is that of a mean where the figure is a mean: 1.96 standard errors to both sides', () => {
    const { low, mid, high } = withNoise(values, meanOfValues)!;
    const standardError = 2 / Math.sqrt(values.length);
    expect(mid).toBe(meanOfValues(values));
    expect((high - mid) / standardError).toBeCloseTo(1.96, 0);
    expect((mid - low) / standardError).toBeCloseTo(1.96, 0);
  });

  it('is wider for a 90th percentile, and none where there is no figure', () => {
    const p90 = withNoise(values, (some) => quantileOfValues(some, 0.9))!;
    const mean = withNoise(values, meanOfValues)!;
    expect(p90.high - p90.low).toBeGreaterThan(mean.high - mean.low);
    expect(withNoise(values, () => null)).toBeNull();
  });
});

describe('what a change makes of a figure', () => {
  it('is not hidden by what differs between services', () => {
    const pairs = values.map((value) => ({ before: value, now: value + 0.1 }));
    const { before, now, difference } = changeOf(pairs, meanOfValues)!;
    expect(now - before).toBeCloseTo(0.1, 9);
    expect(difference.low).toBeCloseTo(0.1, 9);
    expect(difference.high).toBeCloseTo(0.1, 9);
  });

  it('has an interval about 0 where services differ by chance alone', () => {
    const pairs = values.map((value) => ({ before: value + gauss(), now: value + gauss() }));
    const { low, high } = changeOf(pairs, meanOfValues)!.difference;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(changeOf(pairs, (some) => (some.length > 0 && some[0]! > 1e9 ? 1 : null))).toBeNull();
  });
});
