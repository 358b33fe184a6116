import { describe, expect, it } from 'vitest';
import { fillServices } from '../../../planner/simulate/services.ts';
import { createSampler, type Distribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';

const distributions: Distribution[] = [
  { kind: 'constant', meanMs: 40 },
  { kind: 'exponential', meanMs: 40 },
  { kind: 'lognormal', meanMs: 40, scv: 2 },
  { kind: 'gamma', meanMs: 40, scv: 0.5 },
  { kind: 'empirical', quantilesMs: [10, 20, 90] },
];

describe('service times', () => {
  it.each(distributions)('are bit for bit what the sampler draws: $kind', (distribution) => {
    const sample = createSampler(distribution, createRandom(7));
    const expected = Array.from({ length: 1001 }, () => sample() / 1000);
    const seconds = new Float64Array(1001);
    fillServices(seconds, distribution, createRandom(7));
    expect([...seconds]).toEqual(expected);
  });
});
