import { assert, property } from 'fast-check';
import { describe, it } from 'vitest';
import {
  lowersNoMaximum,
  paysForItsMargin,
  turnsOnlyWhatPays,
} from '../planner/recommend/plan-properties.ts';
import { plans } from '../planner/recommend/random-plans.ts';

describe('many random plans', () => {
  it.each([
    ['lower no maximum in use without a budget', lowersNoMaximum, { numRuns: 100, seed: 12 }],
    [
      'turn a setting only where that saves 2 % of the cost, wins a point of chance, or is needed',
      turnsOnlyWhatPays,
      { numRuns: 40, seed: 21 },
    ],
    [
      'hold the asked chance against the margin, and are never cheaper with one',
      paysForItsMargin,
      { numRuns: 12, seed: 3 },
    ],
  ])('%s', (_, held, parameters) => {
    assert(property(plans, held), parameters);
  });
});
