import { describe, expect, it } from 'vitest';
import { type Inputs, inputPairs } from '../../../planner/compare/inputs.ts';
import { normalCritical } from '../../../planner/stats/normal.ts';
import { allowedRunSpread } from '../../../runs/schema/comparison.ts';

/** Service times of runs, each known very well by itself. */
const sideOf = (serviceMs: readonly number[]): Inputs => {
  const logs = serviceMs.map(Math.log);
  const mid = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return {
    serviceTime: { from: 'header', typical: { mid, standardError: 1e-6, degrees: 1e7 } },
    startupLag: undefined,
    routerOverhead: undefined,
    runs: serviceMs.length,
    perRun: { serviceTime: logs, startupLag: [], routerOverhead: [] },
  };
};
const differenceOf = (base: readonly number[], compared: readonly number[]) =>
  inputPairs(sideOf(base), sideOf(compared)).serviceTime.difference!;

describe('how far typical times lie apart by chance', () => {
  it('is never less than machines may differ by from one run to the next, however well each is known', () => {
    const apart = Math.exp(normalCritical(0.99) * allowedRunSpread * Math.SQRT2);
    expect(differenceOf([100], [104]).low).toBeLessThan(0);
    expect(differenceOf([100], [100]).high).toBeCloseTo(100 * (apart - 1), 2);
    expect(differenceOf([100, 100, 100, 100], [104, 104, 104, 104]).low).toBeGreaterThan(0);
  });

  it('is what runs of one side show, where these lie further apart', () => {
    const alike = differenceOf([100, 101], [120, 121]);
    const apart = differenceOf([90, 110], [110, 130]);
    expect(alike.low).toBeGreaterThan(0);
    expect(apart.low).toBeLessThan(0);
  });
});
