import { describe, expect, it } from 'vitest';
import { comparisonText, moreRunsText } from '../../../reports/words/comparison.ts';
import type { Comparison, Difference } from '../../../runs/schema/comparison.ts';

const errors: Difference = {
  figure: 'errorShare',
  unit: 'share',
  base: 0.1,
  compared: 0.12,
  difference: null,
  missing: 'notCalibrated',
  tolerance: { by: 'amount', value: 0.01 },
  verdict: 'cantTell',
};
const p95: Difference = { ...errors, figure: 'p95Latency', unit: 'millisecond', base: 200, compared: 210 };

const cantTell = (figures: Difference[]): Comparison => ({
  schemaVersion: 1,
  base: ['a'],
  compared: ['b'],
  unlike: [],
  simulatedRuns: 0,
  figures,
  verdict: 'cantTell',
  runsToTell: null,
});
const textOf = (figures: Difference[]): string => comparisonText(cantTell(figures));

describe('the verdict of a comparison that can’t tell', () => {
  it('speaks of no interval where there is none', () => {
    expect(textOf([errors, p95])).toMatch(
      /^Can't tell: there is no interval for .*, .*, so what chance does is unknown\.$/,
    );
  });

  it('speaks of the intervals that there are', () => {
    const interval = { low: -50, mid: 10, high: 70, confidence: 0.99 };
    const text = textOf([errors, { ...p95, difference: interval, missing: null }]);
    expect(text).toMatch(/the interval of [^,]*p95[^,]* holds both chance and a difference that matters/i);
    expect(text).not.toContain('requests that fail');
  });

  it('names the runs that would tell, where so many would', () => {
    expect(moreRunsText({ ...cantTell([p95]), runsToTell: 5 })).toContain('about 5 runs of each side');
    expect(moreRunsText(cantTell([p95]))).toContain('with 4 against 4 they are half as wide');
  });
});
