import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCutTail, withoutTail, withTail } from '../../../planner/measure/empirical.ts';
import { meanOfDistribution } from '../../../planner/stats/distributions.ts';
import { distributionSchema } from '../../../runs/schema/model/distribution.ts';

const quantilesMs = fc
  .array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 1, maxLength: 201 })
  .map((values) => values.sort((a, b) => a - b));

/** So large a share beyond 6 s, of a tail that begins at 3 s. */
const tailOf = (share: number) => ({ beyond: 1000 * share, of: 1000, fromMs: 3000, share: 0.99995 });

describe('withCutTail', () => {
  it('gives a distribution for every share below 1, also where hardly any value stays below the limit', () => {
    const shares = fc.oneof(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.constantFrom(0.9975, 0.9999));
    fc.assert(
      fc.property(quantilesMs, shares, (values, share) => {
        const moved = withCutTail({ kind: 'empirical', quantilesMs: values }, 6000, tailOf(share));
        expect(distributionSchema.safeParse(moved).error).toBeUndefined();
      }),
    );
  });

  it('moves the asked share beyond the limit', () => {
    const values = Array.from({ length: 201 }, (_, i) => i);
    const moved = withCutTail({ kind: 'empirical', quantilesMs: values }, 6000, tailOf(0.9975));
    if (moved.kind !== 'empirical') throw new Error('another kind of distribution');
    expect(moved.quantilesMs.filter((ms) => ms > 6000)).toHaveLength(200);
    expect(moved.quantilesMs[0]).toBe(0);
  });
});

describe('withoutTail', () => {
  it('takes back what a tail was added by', () => {
    const seen = {
      kind: 'empirical' as const,
      quantilesMs: Array.from({ length: 101 }, (_, i) => 800 + 22 * i),
    };
    const moved = withTail(
      seen,
      Array.from({ length: 50 }, (_, i) => 3000 + 100 * i),
    );
    expect(meanOfDistribution(moved)).toBeGreaterThan(1.5 * meanOfDistribution(seen));
    expect(meanOfDistribution(withoutTail(moved, 0.5))).toBeCloseTo(meanOfDistribution(seen), -2);
  });
});
