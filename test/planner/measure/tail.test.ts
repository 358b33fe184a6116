import { describe, expect, it } from 'vitest';
import { empiricalOf } from '../../../planner/measure/empirical.ts';
import {
  beyondLargest,
  beyondLimit,
  cutTailOf,
  shareBeyond,
  tailIndexOf,
  tailOf,
} from '../../../planner/measure/tail.ts';
import { createSampler } from '../../../planner/stats/distributions.ts';
import { normalQuantile, normalShare } from '../../../planner/stats/normal.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { meanOfValues } from '../../../planner/stats/simple.ts';
import { sketchOf } from '../../../planner/stats/sketch.ts';

const knots = 1001;
const shares = Array.from({ length: knots }, (_, i) => Math.min(i, knots - 1.5) / (knots - 1));

/** Quantiles of a Pareto distribution from 100 ms, below a share of which the rest is cut. */
const paretoBelow = (index: number, kept: number): number[] =>
  shares.map((share) => 100 * (1 - share * kept) ** -index);

const sigma = 0.8;
const lognormalMs = (share: number): number => 200 * Math.exp(sigma * normalQuantile(share));

describe('the index of a tail', () => {
  it.each([0.2, 0.35, 0.45])(
    'is that of a Pareto distribution of %d, with and without cut values',
    (index) => {
      expect(tailIndexOf(tailOf(paretoBelow(index, 1), 5000))).toBeCloseTo(index, 1);
      const hidden = { limitMs: 100 * 0.02 ** -index, count: 100 };
      expect(tailIndexOf(tailOf(paretoBelow(index, 0.98), 4900, hidden)) / index).toBeCloseTo(1, 1);
      expect(tailIndexOf(tailOf(paretoBelow(index, 0.98), 4900))).toBeLessThan(0.8 * index);
    },
  );
});

describe('what lies beyond a limit', () => {
  it('is the tail of a lognormal distribution that was cut there', () => {
    const share = 0.02;
    const limitMs = lognormalMs(1 - share);
    const tail = { fromMs: lognormalMs(0.93), share: 0.07 };
    const beyond = beyondLimit(limitMs, share, { tail, knots: 5 });
    beyond.forEach((ms, i) => {
      expect(ms / lognormalMs(1 - share * (1 - (i + 0.5) / 5))).toBeCloseTo(1, 6);
    });
  });

  it('is a share between the counted one and the one that the rest of the values lets expect', () => {
    const limitMs = lognormalMs(1 - 1 / 800);
    const seen = shares.map((share) => lognormalMs((1 - 1 / 800) * share));
    const sharesOf = (requests: number, of: number): number =>
      shareBeyond(cutTailOf(seen, of - requests, { limitMs, requests, of })) / (requests / of);
    expect(sharesOf(4, 800)).toBeLessThan(0.98);
    expect(sharesOf(4, 800)).toBeGreaterThan(0.5);
    // The more were counted, the less the others matter.
    expect(sharesOf(80, 16_000)).toBeGreaterThan(0.95);
  });

  it('is counted without those that were cut for something else', () => {
    const limitMs = lognormalMs(0.99);
    const seen = shares.map((share) => lognormalMs(0.99 * share));
    const counted = { limitMs, requests: 40, of: 2000 };
    const half = shareBeyond(cutTailOf(seen, 1960, { ...counted, factor: 0.5 }));
    expect(half / 0.01).toBeGreaterThan(0.9);
    expect(half / 0.01).toBeLessThan(1.1);
  });

  it('is hardly biased over many samples of a few hundred values, those without a cut value included', () => {
    const limitMs = lognormalMs(0.99);
    const truth = 1 - normalShare(Math.log(limitMs / 200) / sigma);
    const meanMs = 200 * Math.exp(sigma ** 2 / 2);
    const drawn = Array.from({ length: 200 }, (_, seed) => {
      const sample = createSampler(
        { kind: 'lognormal', meanMs, scv: Math.expm1(sigma ** 2) },
        createRandom(seed),
      );
      const values = Array.from({ length: 400 }, sample).sort((a, b) => a - b);
      const seen = values.filter((ms) => ms < limitMs);
      return shareBeyond(cutTailOf(seen, seen.length, { limitMs, requests: 400 - seen.length, of: 400 }));
    });
    // The standard error of a count is 4 % of it.
    expect(meanOfValues(drawn) / truth).toBeGreaterThan(0.88);
    expect(meanOfValues(drawn) / truth).toBeLessThan(1.12);
  });
});

describe('what lies beyond the largest value', () => {
  /** Mean square of lognormal values, as far as they lie above a limit: in closed form. */
  const squaresAbove = (limitMs: number): number =>
    200 ** 2 * Math.exp(2 * sigma ** 2) * normalShare(2 * sigma - Math.log(limitMs / 200) / sigma);

  const squaresPlanned = (values: readonly number[]): number => {
    const measured = empiricalOf(sketchOf(values));
    if (measured.kind !== 'empirical') throw new Error('another kind of distribution');
    const beyond = beyondLargest(measured.quantilesMs, values.length, 8);
    return meanOfValues(beyond.map((ms) => ms ** 2)) / (values.length + 1);
  };

  it.each([200, 1000])(
    'adds no less to the mean square than there is, and not twice as much: of %d values',
    (count) => {
      const samples = Array.from({ length: 200 }, (_, seed) => {
        const random = createRandom(seed);
        return Array.from({ length: count }, () => lognormalMs(random())).sort((a, b) => a - b);
      });
      const truth = meanOfValues(samples.map((values) => squaresAbove(values.at(-1)!)));
      const planned = meanOfValues(samples.map(squaresPlanned));
      expect(planned / truth).toBeGreaterThan(1);
      expect(planned / truth).toBeLessThan(1.9);
    },
  );

  it('is the largest value again where the values have no tail', () => {
    expect(beyondLargest(new Array<number>(100).fill(80), 500, 3)).toEqual([80, 80, 80]);
    expect(beyondLargest([0, 0, 0], 500, 2)).toEqual([0, 0]);
  });
});
