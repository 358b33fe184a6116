import { describe, expect, it } from 'vitest';
import { wholeVerdict } from '../../../planner/compare/whole-verdict.ts';
import type { Difference } from '../../../runs/schema/comparison.ts';

const failures = (change: Partial<Difference>): Difference => ({
  figure: 'errorShare',
  unit: 'share',
  base: 0.006,
  compared: 0.006,
  difference: null,
  missing: 'notSimulated',
  tolerance: { by: 'amount', value: 0.002 },
  verdict: 'cantTell',
  ...change,
});
const p95 = (verdict: Difference['verdict']): Difference => ({
  figure: 'p95Latency',
  unit: 'millisecond',
  base: 68,
  compared: 24,
  difference: { low: -46, mid: -44, high: -41, confidence: 0.99 },
  missing: null,
  tolerance: { by: 'share', value: 0.05 },
  verdict,
});

describe('what a comparison comes to', () => {
  it('is not better where more requests failed, by chance or not', () => {
    expect(wholeVerdict([failures({ compared: 0.099 }), p95('better')], [])).toBe('cantTell');
    expect(wholeVerdict([failures({ compared: 0.007 }), p95('better')], [])).toBe('better');
    expect(wholeVerdict([failures({ compared: 0.001 }), p95('better')], [])).toBe('better');
    expect(wholeVerdict([failures({ compared: null }), p95('better')], [])).toBe('better');
  });

  it('is worse where one thing that decides is, the effect of an input too', () => {
    expect(wholeVerdict([failures({ verdict: 'worse' }), p95('better')], [])).toBe('worse');
    expect(wholeVerdict([failures({}), p95('better')], [{ verdict: 'worse' }])).toBe('worse');
  });

  it('is the same only where all that decides is', () => {
    expect(wholeVerdict([failures({ verdict: 'same' }), p95('same')], [])).toBe('same');
    expect(wholeVerdict([failures({}), p95('same')], [])).toBe('cantTell');
  });
});
