import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawService, drawShape } from '../../../planner/calibrate/draw-shape.ts';
import { withCutTail } from '../../../planner/measure/empirical.ts';
import { cutTailOf, shareBeyond } from '../../../planner/measure/tail.ts';
import { meanOfDistribution, scvOfDistribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { meanOfValues, varianceOfValues } from '../../../planner/stats/simple.ts';
import type { Calibration } from '../../../runs/schema/calibration.ts';
import { distributionSchema } from '../../../runs/schema/model/distribution.ts';

/** Exponential quantiles of a mean of 100 ms, at `knots` even shares. */
const exponential = (knots: number) => ({
  kind: 'empirical' as const,
  quantilesMs: Array.from(
    { length: knots },
    (_, i) => -100 * Math.log(1 - Math.min(i, knots - 1.5) / (knots - 1)),
  ),
});

const drawn = (samples: number, seed: number, knots = 401): readonly number[] => {
  const shape = drawShape(exponential(knots), samples, createRandom(seed));
  if (shape.kind !== 'empirical') throw new Error('another kind of distribution');
  return shape.quantilesMs;
};

const seeds = Array.from({ length: 300 }, (_, seed) => seed);

/** Share of the values above a limit. */
const shareAbove = (quantilesMs: readonly number[], limitMs: number): number =>
  quantilesMs.filter((ms) => ms > limitMs).length / quantilesMs.length;

describe('a drawn shape of service times', () => {
  it('is a distribution, whatever was seen', () => {
    assert(
      property(
        integer({ min: 2, max: 300 }),
        integer({ min: 1, max: 5000 }),
        double({ min: 0, max: 1, noNaN: true }),
        (knots, samples, zeros) => {
          const { kind, quantilesMs } = exponential(knots);
          const values = quantilesMs.map((ms, i) => (i < zeros * knots ? 0 : ms));
          const shape = drawShape({ kind, quantilesMs: values }, samples, createRandom(samples));
          expect(distributionSchema.safeParse(shape).error).toBeUndefined();
          expect(shape).toHaveProperty('quantilesMs.length', knots);
        },
      ),
    );
  });

  it('varies its quantiles as samples of that size do', () => {
    const p95s = seeds.map((seed) => drawn(400, seed)[Math.round(0.95 * 400)]!);
    // The 95th percentile of 400 exponential values of mean 1 has a standard deviation of sqrt(0.05 * 0.95 / 400) / 0.05.
    const deviation = Math.sqrt(varianceOfValues(p95s));
    expect(deviation).toBeGreaterThan(0.8 * 21.8);
    expect(deviation).toBeLessThan(1.2 * 21.8);
    expect(meanOfValues(p95s)).toBeCloseTo(-100 * Math.log(0.05), -1);
  });

  it('goes beyond the largest value by a share of one in the number of values', () => {
    const most = exponential(401).quantilesMs.at(-1)!;
    const beyond = seeds.map((seed) => shareAbove(drawn(200, seed), most));
    // Mean 1 / 201, standard error 0.0003; half a knot of 401 is counted too little or too much.
    expect(Math.abs(meanOfValues(beyond) - 1 / 201)).toBeLessThan(0.0022);
    expect(Math.max(...seeds.map((seed) => drawn(200, seed).at(-1)!))).toBeGreaterThan(1.1 * most);
  });

  it('gives values beyond the largest no more weight than they have: mean and spread of many values stay', () => {
    const seen = exponential(1001);
    const shapes = seeds.map((seed) => drawShape(seen, 20_000, createRandom(seed)));
    // The variance of 20 000 values varies by 2 %; that of 300 samples by a seventeenth of it.
    const ratio = (of: (shape: typeof seen) => number) =>
      meanOfValues(shapes.map((shape) => of(shape as typeof seen))) / of(seen);
    expect(Math.abs(ratio(meanOfDistribution) - 1)).toBeLessThan(0.002);
    expect(Math.abs(ratio(scvOfDistribution) - 1)).toBeLessThan(0.01);
  });

  it('stays as it was seen where nothing varies, or nothing was seen', () => {
    const constant = { kind: 'empirical' as const, quantilesMs: new Array<number>(50).fill(80) };
    expect(drawShape(constant, 30, createRandom(1))).toEqual(constant);
    const assumed = { kind: 'exponential' as const, meanMs: 200 };
    expect(drawShape(assumed, 0, createRandom(1))).toBe(assumed);
  });
});

describe('drawn service times of which a timeout cut some', () => {
  const { quantilesMs } = exponential(1001);
  const limitMs = 700;
  const cut = { seconds: 'calm', limitMs, requests: 20, of: 1000, beyondShare: 0.02 } as const;
  const tail = cutTailOf(quantilesMs, 980, cut);
  const distribution = withCutTail({ kind: 'empirical', quantilesMs }, limitMs, tail);
  const meanMs = meanOfDistribution(distribution);
  const service: Calibration['service'] = {
    from: 'header',
    provenance: 'measured',
    note: { code: 'serviceFromHeader', answers: 980 },
    evidence: [],
    distribution,
    meanMs: { low: 0.95 * meanMs, mid: meanMs, high: 1.05 * meanMs, confidence: 0.95 },
    samples: 980,
    cut: { ...cut, beyondShare: shareBeyond(tail) },
  };

  const sharesWith = (cutFactor: number): number[] =>
    seeds.map((seed) => {
      const reading = { serviceFactor: 1, cutFactor, meanMs };
      const one = drawService(service, reading, createRandom(seed));
      if (one.kind !== 'empirical') throw new Error('another kind of distribution');
      expect(distributionSchema.safeParse(one).error).toBeUndefined();
      return shareAbove(one.quantilesMs, limitMs);
    });

  it('have as many beyond it as a count of so few leaves open', () => {
    const shares = sharesWith(1);
    const mean = shareBeyond(tail);
    expect(Math.abs(meanOfValues(shares) / mean - 1)).toBeLessThan(0.1);
    // A count of 21 varies by 22 %.
    const deviation = Math.sqrt(varianceOfValues(shares)) / mean;
    expect(deviation).toBeGreaterThan(0.17);
    expect(deviation).toBeLessThan(0.3);
  });

  it('have fewer beyond it where some of those that were cut had waited', () => {
    const [all, half] = [sharesWith(1), sharesWith(0.5)].map(meanOfValues);
    expect(half! / all!).toBeGreaterThan(0.4);
    expect(half! / all!).toBeLessThan(0.65);
  });
});
