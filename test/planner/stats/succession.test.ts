import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chanceAfter, metBehind } from '../../../planner/stats/succession.ts';

it('tells how many runs met behind each chance, of any number of runs', () => {
  const counts = fc.integer({ min: 0, max: 5000 }).chain((runs) => fc.tuple(fc.nat(runs), fc.constant(runs)));
  fc.assert(fc.property(counts, ([met, runs]) => metBehind(chanceAfter(met, runs), runs) === met));
  expect(chanceAfter(18, 18)).toBe(0.95);
});
