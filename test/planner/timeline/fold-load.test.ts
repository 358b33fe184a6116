import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileOf } from '../../../planner/stats/sketch.ts';
import { answeredOf, foldLoad, latencyOf } from '../../../planner/timeline/fold-load.ts';
import { countsLine } from '../../builders/load.ts';

const anyLine = fc
  .record({
    second: fc.integer({ min: 0, max: 4 }),
    generator: fc.constantFrom('a', 'b'),
    phase: fc.constantFrom('baseline', 'spike'),
    ok: fc.integer({ min: 0, max: 9 }),
    full: fc.integer({ min: 0, max: 9 }),
    latencies: fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 5 }),
  })
  .map(({ ok, full, latencies, ...rest }) =>
    countsLine({ ...rest, outcomes: { '200': ok, '503': full }, latenciesMs: { '200': latencies } }),
  );

describe('foldLoad', () => {
  it('books a late answer on the second in which its request was sent', () => {
    const folded = foldLoad([
      countsLine({ second: 7, arrivals: 3, outcomes: { '200': 2 } }),
      countsLine({ second: 7, arrivals: 0, outcomes: { '504': 1 } }),
    ]);
    expect(folded.bySecond.get(7)).toMatchObject({ arrivals: 3, outcomes: { '200': 2, '504': 1 } });
    expect(answeredOf(folded.total)).toBe(3);
  });

  it('gives the same sums in any order of lines and from any number of generators', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (lines, order) => {
        const shuffled = lines
          .map((line) => ({ line, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ line }) => line);
        const [one, other] = [foldLoad(lines), foldLoad(shuffled)];
        expect(other.total.arrivals).toBe(one.total.arrivals);
        for (const [second, cell] of one.bySecond) {
          const same = other.bySecond.get(second);
          expect(same?.arrivals).toBe(cell.arrivals);
          expect(answeredOf(same ?? cell)).toBe(answeredOf(cell));
          const p95 = quantileOf(
            latencyOf(cell, () => true),
            0.95,
          );
          expect(
            same &&
              quantileOf(
                latencyOf(same, () => true),
                0.95,
              ),
          ).toBe(p95);
        }
        const phases = [...one.byPhase.values()].reduce((sum, cell) => sum + cell.arrivals, 0);
        expect(phases, 'phases add up to the total').toBe(one.total.arrivals);
      }),
    );
  });
});
