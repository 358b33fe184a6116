import { describe, expect, it } from 'vitest';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { logMomentsOf, sketchOf } from '../../../planner/stats/sketch.ts';
import { trendOf } from '../../../planner/stats/trend.ts';

const moments = (second: number, values: readonly number[]) => ({
  second,
  ...logMomentsOf(sketchOf(values)),
});

/** Lognormal values that grow by 1 % in a second, from a level. */
const growing = (seed: number, from: number, level: number) => {
  const normal = normalSampler(createRandom(seed));
  return Array.from({ length: 100 }, (_, i) =>
    moments(
      from + i,
      Array.from({ length: 10 }, () => level * Math.exp(0.01 * i + 0.5 * normal())),
    ),
  );
};

describe('the trend of values', () => {
  it('is the slope of their logarithms, to a bucket of the sketch', () => {
    expect(trendOf([[moments(0, [100]), moments(1, [200])]])?.mid).toBeCloseTo(Math.log(2), 1);
  });

  it('is that inside of groups, whatever lies between them', () => {
    const [one, two] = [growing(1, 0, 100), growing(2, 300, 5)];
    const slopes = [trendOf([one]), trendOf([two]), trendOf([one, two])].map((trend) => trend!.mid);
    expect(slopes[2]).toBeCloseTo((slopes[0]! + slopes[1]!) / 2, 6);
    for (const slope of slopes) expect(Math.abs(slope - 0.01)).toBeLessThan(0.002);
  });

  it('has the error of least squares where values are independent', () => {
    const trends = Array.from({ length: 200 }, (_, seed) => trendOf([growing(seed, 0, 100)])!);
    const spread = Math.sqrt(trends.reduce((sum, { mid }) => sum + (mid - 0.01) ** 2, 0) / trends.length);
    // 0.5 / sqrt(10 x sum of squared distances from the middle of 100 seconds).
    const exact = 0.5 / Math.sqrt((10 * 100 * (100 ** 2 - 1)) / 12);
    expect(spread / exact).toBeGreaterThan(0.85);
    expect(spread / exact).toBeLessThan(1.15);
    for (const { standardError } of trends) expect(standardError).toBeGreaterThan(0.9 * exact);
  });

  it('needs two seconds of one group', () => {
    expect(trendOf([])).toBeUndefined();
    expect(trendOf([[moments(3, [1, 2])], [moments(9, [1])]])).toBeUndefined();
  });
});
