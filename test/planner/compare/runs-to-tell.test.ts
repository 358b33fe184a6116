import { describe, expect, it } from 'vitest';
import { runsToTell } from '../../../planner/compare/runs-to-tell.ts';

const tellsFrom = (least: number) => (runs: number) => (runs < least ? 'cantTell' : 'worse');

describe('the runs that would tell', () => {
  it.each([2, 3, 7, 64, 99, 100])('are the least that do: %d', (least) => {
    expect(runsToTell(tellsFrom(least))).toBe(least);
  });

  it('are not named where they would be too many', () => {
    expect(runsToTell(tellsFrom(101))).toBeNull();
    expect(runsToTell(() => 'cantTell')).toBeNull();
  });
});
