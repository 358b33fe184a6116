import { describe, expect, it } from 'vitest';
import { runsToTell } from '../../../planner/compare/runs-to-tell.ts';
import type { Difference } from '../../../runs/schema/comparison.ts';

const latency = (low: number, mid: number, high: number): Difference => ({
  figure: 'p95Latency',
  unit: 'millisecond',
  base: 200,
  compared: 200 + mid,
  difference: { low, mid, high, confidence: 0.99 },
  missing: null,
  tolerance: { by: 'share', value: 0.05 },
  verdict: 'cantTell',
});
const failures = (difference: Difference['difference']): Difference => ({
  ...latency(0, 0, 0),
  figure: 'errorShare',
  unit: 'share',
  base: 0.02,
  compared: 0.02,
  difference,
  missing: difference === null ? 'notSimulated' : null,
  tolerance: { by: 'amount', value: 0.002 },
});
const asked = (figures: readonly Difference[], runs = 1) => {
  const ids = Array.from({ length: runs }, (_, i) => `run-${i}`);
  return runsToTell({ verdict: 'cantTell', figures: [...figures], base: ids, compared: ids });
};

describe('the runs that would tell', () => {
  it.each([
    // 30 ms below the middle lies the end that has to stay above 0: at 2.25 times the runs it does.
    [[latency(-10, 20, 50)], 1, 3],
    [[latency(-10, 20, 50)], 4, 9],
    [[latency(-50, -20, 10)], 1, 3],
    // 4 ms of a difference, 10 ms matter: the interval has to fit into the 6 ms between.
    [[latency(-8, 4, 16)], 1, 4],
    // One figure that is worse decides.
    [[latency(-10, 20, 50), failures({ low: -0.02, mid: 0.001, high: 0.02, confidence: 0.99 })], 1, 3],
  ])('%#: as the intervals narrow with the root of the runs', (figures, runs, expected) => {
    expect(asked(figures, runs)).toBe(expected);
  });

  it('are not named where they would be too many, or an interval is missing', () => {
    expect(asked([latency(-400, 11, 400)])).toBeNull();
    expect(asked([latency(-10, 20, 50), failures(null)])).toBeNull();
    expect(
      runsToTell({ verdict: 'worse', figures: [latency(1, 2, 3)], base: ['a'], compared: ['b'] }),
    ).toBeNull();
  });
});
