import { describe } from 'vitest';
import { testPlans } from '../planner/recommend/plan-properties.ts';

describe('many random plans', () => {
  testPlans({
    lowerNoMaximum: { numRuns: 100, seed: 12 },
    turnOnlyWhatPays: { numRuns: 40, seed: 21 },
    payForTheirMargin: { numRuns: 12, seed: 3 },
  });
});
