import { describe, expect, it } from 'vitest';
import { windowMean } from '../../../../planner/policies/knative/window.ts';

const every2s = (values: readonly number[], fromSeconds = 2) =>
  values.map((value, i) => ({ atSeconds: fromSeconds + 2 * i, value }));

const meanAt = (nowSeconds: number, windowSeconds: number, samples: ReturnType<typeof every2s>) =>
  windowMean(samples, { nowSeconds, windowSeconds, tickSeconds: 2 });

describe('mean over a window of ticks', () => {
  it('divides by the ticks so far while the window fills', () => {
    expect(meanAt(4, 60, every2s([4, 8]))).toBe(6);
  });

  it('looks at the last window only, once it is full', () => {
    expect(meanAt(10, 6, every2s([100, 100, 1, 2, 3]))).toBe(2);
  });

  it('counts a gap shorter than the window as zeros', () => {
    const samples = [...every2s([6, 6, 6]), { atSeconds: 10, value: 6 }];
    // Ticks 6, 8 (none), 10: (6 + 0 + 6) / 3
    expect(meanAt(10, 6, samples)).toBe(4);
  });

  it('counts a shorter gap where the window begins, too', () => {
    const samples = [...every2s([6, 6, 6]), { atSeconds: 10, value: 6 }];
    // Ticks 8 (none), 10, 12 (none): 6 / 3
    expect(meanAt(12, 6, samples)).toBe(2);
  });

  it('fills anew after a gap as long as the window', () => {
    const samples = [...every2s([6, 6, 6]), { atSeconds: 12, value: 9 }];
    expect(meanAt(12, 6, samples)).toBe(9);
  });

  it('has no value without a sample in the window', () => {
    expect(meanAt(30, 6, every2s([6, 6, 6]))).toBeUndefined();
    expect(meanAt(30, 6, [])).toBeUndefined();
  });
});
