import { describe, it } from 'vitest';
import { expectNear } from '../planner/near.ts';
import { twoChoices } from './two-choices.ts';

/**
 * The same by brute force: shares s_i of servers with at least i requests, from an empty system until they rest.
 * ds_i/dt = load (s_(i-1)^2 - s_i^2) - (s_i - s_(i+1))
 */
const restOf = (load: number): number[] => {
  const stepSeconds = 0.05;
  let shares = [1, ...new Array<number>(30).fill(0)];
  for (let step = 0; step < 20_000; step++) {
    shares = shares.map((share, i) => {
      if (i === 0) return 1;
      const before = shares[i - 1]!;
      const change = load * (before * before - share * share) - (share - (shares[i + 1] ?? 0));
      return share + stepSeconds * change;
    });
  }
  return shares;
};

describe('twoChoices', () => {
  it.each([0.3, 0.7, 0.9])('is where the differential equations of load %f come to rest', (load) => {
    const shares = restOf(load);
    const { waitShare, meanWaitSeconds } = twoChoices(load);
    expectNear(waitShare, shares[1]! ** 2, 1e-9);
    const inSystem = shares.slice(1).reduce((sum, share) => sum + share, 0);
    expectNear(meanWaitSeconds, inSystem / load - 1, 1e-8);
  });
});
