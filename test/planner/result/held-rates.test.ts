import { describe, expect, it } from 'vitest';
import { heldRatesOf } from '../../../planner/result/held-rates.ts';
import { heldRatesText } from '../../../reports/words/headroom.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';

/** The spike's result as one of a staircase whose steps failed with these shares: 10/s, 20/s and so on, 10 s each. */
const staircaseOf = (errorShares: readonly (number | null)[]): Result => {
  const result = spikeResult();
  const [phase] = result.phases;
  const load = { scenario: 'staircase', firstRatePerSecond: 10, stepRatePerSecond: 10, stepSeconds: 10 };
  const phases = errorShares.map((errorShare, i) => ({
    ...phase!,
    name: `step-${i + 1}`,
    fromSecond: 10 * i,
    toSecond: 10 * (i + 1),
    errorShare,
    okLatency: { ...phase!.okLatency, p95Ms: 100 },
  }));
  return {
    ...result,
    run: {
      ...result.run,
      config: {
        ...result.run.config,
        load: { ...load, steps: errorShares.length } as Result['run']['config']['load'],
      },
    },
    phases,
    endpoints: result.endpoints.map((endpoint) => ({ ...endpoint, phases })),
    timeline: {
      ...result.timeline,
      load: {
        ...result.timeline.load,
        offeredRatePerSecond: errorShares.flatMap((_, i) => Array<number>(10).fill(10 * (i + 1))),
      },
    },
  };
};

describe('what a staircase measured', () => {
  it('is the highest rate that holds, and the first that does not', () => {
    const rates = heldRatesOf(staircaseOf([0, 0.001, 0.2, 0.4]))!;
    expect(rates).toEqual({ heldRatePerSecond: 20, missedRatePerSecond: 30 });
    expect(heldRatesText(rates)).toBe('20/s holds, 30/s does not.');
  });

  it('does not count a step that held above one that did not', () => {
    expect(heldRatesOf(staircaseOf([0, 0.3, 0]))).toEqual({ heldRatePerSecond: 10, missedRatePerSecond: 20 });
  });

  it('says so where all held, or none, and nothing of a step that was not reached', () => {
    expect(heldRatesText(heldRatesOf(staircaseOf([0, 0, null]))!)).toBe(
      '20/s holds, the highest rate that was fired.',
    );
    expect(heldRatesText(heldRatesOf(staircaseOf([0.5, 0.5]))!)).toBe(
      '10/s does not hold, the lowest rate that was fired.',
    );
    expect(heldRatesOf(staircaseOf([null]))).toBeUndefined();
  });

  it('is asked of a staircase or a ramp alone', () => {
    expect(heldRatesOf(spikeResult())).toBeUndefined();
  });
});
