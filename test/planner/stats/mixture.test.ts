import { describe, expect, it } from 'vitest';
import { meanOfDistribution, scvOfDistribution } from '../../../planner/stats/distributions.ts';
import { mixtureQuantiles, quantilesOfMeasured } from '../../../planner/stats/mixture.ts';

/** Quantiles of an exponential distribution of this mean. */
const exponential = (meanMs: number): number[] =>
  Array.from({ length: 2001 }, (_, i) => -meanMs * Math.log(1 - Math.min(i, 1999.9) / 2000));

describe('mixtureQuantiles', () => {
  it('of one part are that part', () => {
    const quantilesMs = [3, 7, 20, 21, 90];
    const [first, ...others] = mixtureQuantiles([{ share: 1, quantilesMs }], 5);
    expect(first).toBe(3);
    others.forEach((ms, i) => {
      expect(ms).toBeCloseTo(quantilesMs[i + 1]!, 9);
    });
  });

  it('of two uniform distributions that do not meet leave the gap between them', () => {
    const parts = [
      { share: 0.25, quantilesMs: [0, 10] },
      { share: 0.75, quantilesMs: [100, 200] },
    ];
    const quantiles = mixtureQuantiles(parts, 201);
    expect(quantiles[50]).toBeCloseTo(10, 9);
    expect(quantiles[25]).toBeCloseTo(5, 9);
    expect(quantiles[125]).toBeCloseTo(150, 9);
    expect(quantiles.filter((ms) => ms > 10.001 && ms < 99.999)).toEqual([]);
  });

  it('of exponential distributions have their hyperexponential mean and variation', () => {
    const quantilesMs = mixtureQuantiles(
      [
        { share: 0.7, quantilesMs: exponential(20) },
        { share: 0.3, quantilesMs: exponential(200) },
      ],
      2001,
    );
    const mixed = { kind: 'empirical', quantilesMs } as const;
    // Mean 0.7 x 20 + 0.3 x 200 = 74; second moment 2 (0.7 x 400 + 0.3 x 40,000) = 24,560; scv = 24,560 / 74^2 - 1.
    expect(meanOfDistribution(mixed)).toBeCloseTo(74, -0.5);
    expect(scvOfDistribution(mixed)).toBeCloseTo(3.485, 0);
  });

  it('of constants are constants by their shares', () => {
    const constant = (meanMs: number) => quantilesOfMeasured({ kind: 'constant', meanMs });
    const parts = [
      { share: 0.4, quantilesMs: constant(5) },
      { share: 0.6, quantilesMs: constant(50) },
    ];
    const quantiles = mixtureQuantiles(parts, 101).map(Math.round);
    expect(quantiles.filter((ms) => ms === 5)).toHaveLength(41);
    expect(quantiles.filter((ms) => ms === 50)).toHaveLength(60);
  });

  it('are of what was measured, not of a formula', () => {
    expect(() => quantilesOfMeasured({ kind: 'exponential', meanMs: 1 })).toThrow('not exponential');
  });
});
