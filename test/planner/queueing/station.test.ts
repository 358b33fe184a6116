import { describe, expect, it } from 'vitest';
import { lostShareByFlow } from '../../../planner/queueing/flow-balance.ts';
import { smallestCount } from '../../../planner/queueing/smallest-count.ts';
import { offeredLoadOf } from '../../../planner/queueing/station.ts';
import { expectNear } from '../near.ts';

describe('offeredLoadOf', () => {
  it('is rate times service time', () => {
    expect(offeredLoadOf({ ratePerSecond: 20, serviceSeconds: 10 })).toBe(200);
  });
});

describe('smallestCount', () => {
  it('finds the smallest count for every threshold up to 70', () => {
    for (let threshold = 1; threshold <= 70; threshold++)
      expect(smallestCount((count) => count >= threshold)).toBe(threshold);
  });

  it('gives up on a condition that never holds', () => {
    expect(() => smallestCount(() => false)).toThrow('no count');
  });
});

describe('lostShareByFlow', () => {
  it('is the share of offered work that the slots did not do', () => {
    expectNear(lostShareByFlow({ meanBusySlots: 9, ratePerSecond: 10, serviceSeconds: 1 }), 0.1, 1e-12);
  });
});
