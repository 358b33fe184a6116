import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaShare } from '../../../planner/stats/beta.ts';
import { clopperPearson } from '../../../planner/stats/clopper-pearson.ts';
import { expectNear, expectPrinted } from '../near.ts';

// 81/263 and 15/148: Newcombe, Statistics in Medicine 17, 1998, table I; digits from the formulas.
const goldens = [
  [81, 263, '0.2527', '0.3676'],
  [15, 148, '0.0578', '0.1617'],
  [0, 20, '0', '0.1684'],
  [1, 29, '0.0009', '0.1776'],
] as const;

const counts = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => ({ trials, successes: Math.round(trials * share) }));

const interval = clopperPearson;

describe('clopperPearson', () => {
  it.each(goldens)('of %i of %i gives the published ends', (successes, trials, low, high) => {
    const { low: lowEnd, mid, high: highEnd, confidence } = interval(successes, trials, 0.95);
    if (successes === 0) expect(lowEnd).toBe(0);
    else expectPrinted(lowEnd, low);
    expectPrinted(highEnd, high);
    expect(mid).toBe(successes / trials);
    expect(confidence).toBe(0.95);
  });

  it('holds the share, inside 0..1, mirrored for failures, wider for more confidence', () => {
    fc.assert(
      fc.property(counts, ({ successes, trials }) => {
        const { low, mid, high } = interval(successes, trials, 0.9);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(mid);
        expect(mid).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
        expect(Math.abs(interval(trials - successes, trials, 0.9).low - (1 - high))).toBeLessThan(1e-9);
        const wider = interval(successes, trials, 0.99);
        expect(wider.high - wider.low).toBeGreaterThan(high - low);
      }),
    );
  });
});

describe('the ends of clopperPearson', () => {
  it('leaves exactly its tail on either side', () => {
    const { low, high } = clopperPearson(7, 50, 0.95);
    expectNear(betaShare(low, 7, 44), 0.025, 1e-9);
    expectNear(1 - betaShare(high, 8, 43), 0.025, 1e-9);
    expectNear(clopperPearson(0, 20, 0.95).high, 1 - 0.025 ** (1 / 20), 1e-12);
  });
});
