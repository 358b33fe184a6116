import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadCounts } from '../../../load/plan/spread-counts.ts';

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
const meansOf = (counts: readonly number[], stepSeconds: number): number[] =>
  counts.flatMap((n) => new Array<number>(stepSeconds).fill(n / stepSeconds));

describe('counts of steps, spread over their seconds', () => {
  it('keep the count of each step, and are the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(500), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(1, 5, 15, 60),
        fc.nat(),
        (counts, stepSeconds, seed) => {
          const spread = spreadCounts(meansOf(counts, stepSeconds), { stepSeconds, fromSecond: 0, seed });
          expect(counts.map((_, i) => sum(spread.slice(i * stepSeconds, (i + 1) * stepSeconds)))).toEqual(
            counts,
          );
          expect(spreadCounts(meansOf(counts, stepSeconds), { stepSeconds, fromSecond: 0, seed })).toEqual(
            spread,
          );
        },
      ),
    );
  });

  it('lie anywhere in the step, about as often in each second', () => {
    const spread = spreadCounts(meansOf([60_000], 60), { stepSeconds: 60, fromSecond: 0, seed: 1 });
    expect(Math.min(...spread)).toBeGreaterThan(800);
    expect(Math.max(...spread)).toBeLessThan(1200);
  });

  it('are cut where the trace has its steps', () => {
    const part = meansOf([60, 0, 60], 60).slice(30, 150);
    const spread = spreadCounts(part, { stepSeconds: 60, fromSecond: 30, seed: 1 });
    expect([sum(spread.slice(0, 30)), sum(spread.slice(30, 90)), sum(spread.slice(90))]).toEqual([30, 0, 30]);
  });
});
