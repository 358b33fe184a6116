import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTail } from '../../../planner/measure/empirical.ts';
import { distributionSchema } from '../../../runs/schema/distribution.ts';

const tail = { fromMs: 6000, beyondMs: 1000 };
const quantilesMs = fc
  .array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 1, maxLength: 201 })
  .map((values) => values.sort((a, b) => a - b));

describe('withTail', () => {
  it('gives a distribution for every share below 1, also where hardly any value stays below the limit', () => {
    const shares = fc.oneof(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.constantFrom(0.9975, 0.9999));
    fc.assert(
      fc.property(quantilesMs, shares, (values, share) => {
        const moved = withTail({ kind: 'empirical', quantilesMs: values }, { ...tail, share });
        expect(distributionSchema.safeParse(moved).error).toBeUndefined();
      }),
    );
  });

  it('moves the asked share beyond the limit', () => {
    const values = Array.from({ length: 201 }, (_, i) => i);
    const moved = withTail({ kind: 'empirical', quantilesMs: values }, { ...tail, share: 0.9975 });
    if (moved.kind !== 'empirical') throw new Error('another kind of distribution');
    expect(moved.quantilesMs.filter((ms) => ms > tail.fromMs)).toHaveLength(200);
    expect(moved.quantilesMs[0]).toBe(0);
  });
});
