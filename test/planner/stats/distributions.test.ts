import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSampler,
  type Distribution,
  meanOfDistribution,
  scvOfDistribution,
} from '../../../planner/stats/distributions.ts';
import { upperGammaShare } from '../../../planner/stats/gamma.ts';
import { normalShare } from '../../../planner/stats/normal.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { expectNear } from '../near.ts';

const sample = (distribution: Distribution, count: number, seed = 1): number[] => {
  const draw = createSampler(distribution, createRandom(seed));
  return Array.from({ length: count }, draw);
};

const shareBelow = (distribution: Distribution, x: number): number => {
  switch (distribution.kind) {
    case 'exponential':
      return 1 - Math.exp(-x / distribution.meanMs);
    case 'lognormal': {
      const variance = Math.log(1 + distribution.scv);
      return normalShare((Math.log(x / distribution.meanMs) + variance / 2) / Math.sqrt(variance));
    }
    case 'gamma':
      return 1 - upperGammaShare(1 / distribution.scv, x / (distribution.meanMs * distribution.scv));
    default:
      throw new Error(`no closed form for ${distribution.kind}`);
  }
};

describe('createSampler', () => {
  const continuous: Distribution[] = [
    { kind: 'exponential', meanMs: 100 },
    { kind: 'lognormal', meanMs: 100, scv: 0.25 },
    { kind: 'lognormal', meanMs: 3, scv: 4 },
    { kind: 'gamma', meanMs: 100, scv: 0.3 },
    { kind: 'gamma', meanMs: 20_000, scv: 1 },
    { kind: 'gamma', meanMs: 7, scv: 5 },
  ];

  it.each(continuous)('draws $kind with mean $meanMs as its distribution says', (distribution) => {
    const count = 50_000;
    const sorted = sample(distribution, count).sort((a, b) => a - b);
    const distance = sorted.reduce((most, x, i) => {
      const share = shareBelow(distribution, x);
      return Math.max(most, Math.abs(share - i / count), Math.abs(share - (i + 1) / count));
    }, 0);
    // Kolmogorov: a right sampler passes this with probability 0.999.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(count));
  });

  it('draws an empirical distribution between its quantiles', () => {
    const count = 50_000;
    const draws = sample({ kind: 'empirical', quantilesMs: [10, 20, 60] }, count);
    const below = (x: number) => draws.filter((value) => value < x).length / count;
    for (const [x, share] of [
      [10, 0],
      [15, 0.25],
      [20, 0.5],
      [40, 0.75],
      [60.001, 1],
    ] as const)
      expect(Math.abs(below(x) - share)).toBeLessThan(4.5 * Math.sqrt(0.25 / count));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...draws)).toBeLessThanOrEqual(60);
  });

  it('always draws the same without variation', () => {
    for (const distribution of [
      { kind: 'constant', meanMs: 20 },
      { kind: 'lognormal', meanMs: 20, scv: 0 },
      { kind: 'gamma', meanMs: 20, scv: 0 },
      { kind: 'empirical', quantilesMs: [20] },
    ] as const)
      for (const draw of sample(distribution, 10)) expectNear(draw, 20, 1e-14);
  });

  it('repeats itself for the same seed and scales with the mean', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 10, noNaN: true }), (seed, scv) => {
        for (const kind of ['lognormal', 'gamma'] as const) {
          const draws = sample({ kind, meanMs: 1, scv }, 20, seed);
          expect(draws).toEqual(sample({ kind, meanMs: 1, scv }, 20, seed));
          const scaled = sample({ kind, meanMs: 1000, scv }, 20, seed);
          scaled.forEach((draw, i) => {
            expect(Math.abs(draw - 1000 * draws[i]!)).toBeLessThanOrEqual(1e-9 * draw);
          });
        }
      }),
    );
  });
});

describe('mean and scv', () => {
  it('are what the distribution states', () => {
    expect(meanOfDistribution({ kind: 'gamma', meanMs: 30, scv: 2 })).toBe(30);
    expect(scvOfDistribution({ kind: 'gamma', meanMs: 30, scv: 2 })).toBe(2);
    expect(scvOfDistribution({ kind: 'exponential', meanMs: 30 })).toBe(1);
    expect(scvOfDistribution({ kind: 'constant', meanMs: 30 })).toBe(0);
  });

  it('of an empirical distribution are integrals over its pieces', () => {
    expect(meanOfDistribution({ kind: 'empirical', quantilesMs: [10, 20, 60] })).toBe(27.5);
    // A single piece 0..12 is uniform: variance 12, mean 6.
    expectNear(scvOfDistribution({ kind: 'empirical', quantilesMs: [0, 12] }), 12 / 36, 1e-14);
    expect(scvOfDistribution({ kind: 'empirical', quantilesMs: [7] })).toBe(0);
    expect(scvOfDistribution({ kind: 'empirical', quantilesMs: [0] })).toBe(0);
  });

  it('are those of the samples', () => {
    const all: Distribution[] = [
      { kind: 'lognormal', meanMs: 50, scv: 0.5 },
      { kind: 'gamma', meanMs: 50, scv: 0.5 },
      { kind: 'empirical', quantilesMs: [10, 20, 60, 300] },
    ];
    for (const distribution of all) {
      const draws = sample(distribution, 50_000, 5);
      const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
      const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
      expectNear(mean, meanOfDistribution(distribution), 0.02);
      expectNear(variance / mean ** 2, scvOfDistribution(distribution), 0.1);
    }
  });
});
