import { describe, expect, it } from 'vitest';
import { inShort, inShortText } from '../../../reports/words/in-short.ts';
import { spikeAdvice, spikeProof } from '../../builders/planned-report.ts';

describe('an advice in short', () => {
  it('is margin, headroom, cost and proof, each in a line', () => {
    expect(inShortText(spikeAdvice()).split('\n')).toEqual([
      'margin    holds requests that come at random, and peaks up to 20 % above the recorded 20/s, which is 24/s: in 97 % of simulated runs',
      'headroom  now a step to 7/s, advised to 25.4/s, 27 % above the recorded peak; the recorded step is from 5/s to 20/s',
      'cost      10.5 replicas on average instead of 7.5; counted: 1 % of the time this load, the rest its baseline of 5/s',
      'proof     not proven yet by a re-run: headroom verify',
    ]);
  });

  it('has the verdict of the proof once there is one', () => {
    expect(inShort(spikeAdvice(), spikeProof()).at(-1)).toEqual([
      'proof',
      '✓ confirmed (SLO held; prediction right): the same load meets the SLO with the new settings',
    ]);
  });

  it('does not sell what misses the SLO', () => {
    expect(inShort(spikeAdvice({ basis: 'leastRegret' }))[0]![1]).toMatch(/^does NOT hold/);
  });
});
