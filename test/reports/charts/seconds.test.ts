import { describe, expect, it } from 'vitest';
import { peakOf, secondsWhere } from '../../../reports/charts/seconds.ts';

describe('peakOf', () => {
  it('names the first second with the largest value', () => {
    expect(peakOf([1, null, 36, 36])).toEqual({ value: 36, second: 2 });
  });

  it('is undefined when nothing is known', () => {
    expect(peakOf([null])).toBeUndefined();
    expect(peakOf([])).toBeUndefined();
  });
});

describe('secondsWhere', () => {
  it('counts the seconds in which the condition holds', () => {
    expect(secondsWhere([0, 2, null, 1], (value) => value > 0)).toEqual({ count: 2, first: 1, last: 3 });
    expect(secondsWhere([0], (value) => value > 0)).toBeUndefined();
  });
});
