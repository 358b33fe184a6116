import { describe, expect, it } from 'vitest';
import { mixedReplicas, pricePerHour } from '../../../../planner/recommend/trials/cost.ts';

describe('cost', () => {
  it('mixes spike and baseline by their time', () => {
    const spike = { share: 0.25, meanReplicas: 20 };
    expect(mixedReplicas([spike, { share: 0.75, meanReplicas: 4 }])).toBe(8);
  });

  it('counts nodes in the measure that they are filled', () => {
    expect(pricePerHour(10, { perNodeHour: 2, podsPerNode: 4 })).toBe(5);
    expect(pricePerHour(10, { perReplicaHour: 3 })).toBe(30);
  });
});
