import { describe, expect, it } from 'vitest';
import { beliefs, logLikelihood, replaysFor } from '../../../planner/calibrate/likelihood.ts';

const exact = { share: 0, absolute: 0.001 };

describe('the likelihood of a figure', () => {
  it('is highest where the replays are, and falls with the distance', () => {
    const replays = [9, 10, 11, 10, 9, 11];
    const at = [10, 11, 13, 30].map((measured) => logLikelihood(measured, replays, exact));
    expect(at).toEqual([...at].sort((a, b) => b - a));
  });

  it('punishes replays that could be anything', () => {
    const sure = logLikelihood(10, [9, 10, 11], exact);
    const vague = logLikelihood(10, [0, 10, 20], exact);
    expect(sure).toBeGreaterThan(vague);
  });

  it('never rules a model out by one figure', () => {
    const [off, farOff] = [1e3, 1e6].map((measured) => logLikelihood(measured, [9, 10, 11], exact));
    expect(farOff).toBe(off);
    expect(Number.isFinite(farOff)).toBe(true);
  });

  it('says nothing of what was not recorded or not replayed', () => {
    expect(logLikelihood(null, [1, 2], exact)).toBe(0);
    expect(logLikelihood(1, [1], exact)).toBe(0);
  });
});

describe('beliefs', () => {
  it('are those before where the recording says nothing', () => {
    expect(beliefs([0, 0, 0], { before: [2, 1, 1], independentShare: 1 })).toEqual([0.5, 0.25, 0.25]);
  });

  it('add up to 1 however unlikely all of it is', () => {
    const shares = beliefs([-1e4, -1e4 - 2], { before: [1, 1], independentShare: 1 });
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 12);
    expect(shares[0]).toBeGreaterThan(shares[1]!);
  });
});

describe('replays', () => {
  it('are many for a short recording, few but some for a long one', () => {
    expect(replaysFor(3000, 4)).toBe(16);
    expect(replaysFor(1e7, 8)).toBe(4);
  });
});
