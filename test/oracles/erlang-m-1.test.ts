import { describe, expect, it } from 'vitest';
import { expectNear } from '../planner/near.ts';
import { erlangC } from './erlang-c.ts';
import { erlangM1 } from './erlang-m-1.ts';

describe('erlangM1', () => {
  it('is M/M/1 for one stage', () => {
    for (const ratePerSecond of [0.1, 0.7, 0.95]) {
      const { waitShare, meanWaitSeconds } = erlangM1({ ratePerSecond, serviceSeconds: 1, stages: 1 });
      const plain = erlangC({ ratePerSecond, serviceSeconds: 1, servers: 1 });
      expectNear(waitShare, plain.waitShare, 1e-9);
      expectNear(meanWaitSeconds, plain.meanWaitSeconds, 1e-8);
    }
  });

  it.each([0.5, 0.8])(
    'tends to D/M/1 for many stages, whose root solves exp(-(1 - s) / load) = s: load %f',
    (load) => {
      const { waitShare } = erlangM1({ ratePerSecond: load, serviceSeconds: 1, stages: 1e7 });
      expect(waitShare).toBeLessThan(load);
      expectNear(waitShare, Math.exp(-(1 - waitShare) / load), 1e-6);
    },
  );

  it('solves E_2/M/1 as its cubic does', () => {
    // sigma (2 rate + 1 - sigma)^2 = 4 rate^2 at service 1 s; sigma = 1 is a root, so a square equation is left.
    const rate = 0.8;
    const { waitShare } = erlangM1({ ratePerSecond: rate, serviceSeconds: 1, stages: 2 });
    const b = 1 + 4 * rate;
    expectNear(waitShare, (b - Math.sqrt(b * b - 16 * rate * rate)) / 2, 1e-12);
  });
});
