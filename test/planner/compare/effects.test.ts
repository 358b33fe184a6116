import { describe, expect, it } from 'vitest';
import type { OutcomeValues } from '../../../planner/compare/compared-figures.ts';
import { addedToAnswers, effectOf, simulatedMoves } from '../../../planner/compare/effects.ts';
import type { Difference } from '../../../runs/schema/comparison.ts';

const run = (errorShare: number, p95Latency: number | null): OutcomeValues => ({
  errorShare,
  rejectedShare: errorShare,
  timedOutShare: 0,
  p50Latency: 100,
  p95Latency,
  p99Latency: 400,
  secondsToRecover: 10,
  meanReplicas: 5,
});
const figure = (change: Partial<Difference>): Difference => ({
  figure: 'p95Latency',
  unit: 'millisecond',
  base: 200,
  compared: 210,
  difference: { low: -50, mid: 10, high: 70, confidence: 0.99 },
  missing: null,
  tolerance: { by: 'share', value: 0.05 },
  verdict: 'cantTell',
  ...change,
});
const measured = (p95: Partial<Difference> = {}, errors: Partial<Difference> = {}) => ({
  p95Latency: figure(p95),
  errorShare: figure({
    figure: 'errorShare',
    unit: 'share',
    base: 0.01,
    tolerance: { by: 'amount', value: 0.002 },
    ...errors,
  }),
});

describe('what an input does', () => {
  const further = [run(0.01, 100), run(0.03, 150), run(0.02, null)];

  it('is what it adds to runs with the same requests: an amount of failures, a share of the measured p95', () => {
    const changed = [run(0.02, 120), run(0.04, 180)];
    const moves = simulatedMoves({ further, changed }, measured());
    expect(moves.errorShare).toBeCloseTo(0.01, 12);
    expect(moves.p95Latency).toBeCloseTo(40, 12);
    expect(effectOf('serviceTime', moves, measured()).verdict).toBe('worse');
  });

  it('decides only beyond the tolerance, and never against what the runs themselves have shown', () => {
    const moves = { errorShare: 0.001, p95Latency: 40 };
    expect(effectOf('serviceTime', { ...moves, p95Latency: 9 }, measured()).verdict).toBe('same');
    expect(effectOf('serviceTime', moves, measured({ verdict: 'same' })).verdict).toBe('same');
    expect(effectOf('serviceTime', moves, measured({ verdict: 'better' })).verdict).toBe('same');
    expect(effectOf('startupLag', { ...moves, p95Latency: -40 }, measured()).verdict).toBe('better');
    expect(effectOf('startupLag', { errorShare: 0.004, p95Latency: -40 }, measured()).verdict).toBe('worse');
  });

  it('decides nothing where the interval of what was measured leaves it out', () => {
    const wide = { low: -23.5, mid: 18, high: 81.8, confidence: 0.99 };
    const verdictOf = (p95Latency: number, errorShare: number | null = null) =>
      effectOf('serviceTime', { errorShare, p95Latency }, measured({ difference: wide })).verdict;
    expect(verdictOf(105)).toBe('cantTell');
    expect(verdictOf(-30)).toBe('cantTell');
    expect(verdictOf(80)).toBe('worse');
    expect(verdictOf(-20)).toBe('better');
    expect(verdictOf(105, 0.004)).toBe('cantTell');
    const unknown = { difference: null, missing: 'notSimulated' } as const;
    expect(effectOf('serviceTime', { errorShare: null, p95Latency: 105 }, measured(unknown)).verdict).toBe(
      'worse',
    );
  });

  it('is unknown where nothing was simulated', () => {
    const moves = simulatedMoves({ further, changed: [] }, measured());
    expect(moves).toEqual({ errorShare: null, p95Latency: null });
    expect(effectOf('serviceTime', moves, measured()).verdict).toBe('same');
  });

  it('of the router is what it adds to every answer', () => {
    expect(effectOf('routerOverhead', addedToAnswers(25), measured())).toEqual({
      of: 'routerOverhead',
      errorShare: null,
      p95Latency: 25,
      verdict: 'worse',
    });
  });
});
