import { describe, expect, it } from 'vitest';
import { inShort, inShortText } from '../../../reports/words/in-short.ts';
import { spikeAdvice, spikeProof } from '../../builders/planned-report.ts';

describe('an advice in short', () => {
  it('is margin, headroom, cost and proof, each in a line', () => {
    expect(inShort(spikeAdvice())).toEqual([
      [
        'margin',
        'peaks up to 24/s, 20 % above the recorded 20/s, requests at random: the SLO holds in 97 % of simulated runs',
      ],
      [
        'headroom',
        'a sudden rise from 5/s holds up to 7/s now, up to 25.4/s with the advice; the recorded one went to 20/s',
      ],
      [
        'cost',
        '10.5 replicas on average instead of 7.5, with this load for 1 % of the time and its baseline of 5/s for the other 99 %',
      ],
      ['proof', 'not proven yet: headroom verify fires the same load again'],
    ]);
  });

  it('fits a terminal of 80 columns, with long lines broken beside their names', () => {
    const lines = inShortText(spikeAdvice()).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(78);
    expect(lines.filter((line) => !line.startsWith(' ')).map((line) => line.split(' ')[0])).toEqual([
      'margin',
      'headroom',
      'cost',
      'proof',
    ]);
  });

  it('has the verdict of the proof once there is one', () => {
    expect(inShort(spikeAdvice(), spikeProof()).at(-1)).toEqual([
      'proof',
      '✓ confirmed (SLO held; prediction right): the same load meets the SLO with the new settings',
    ]);
  });

  it('does not sell what misses the SLO', () => {
    expect(inShort(spikeAdvice({ basis: 'leastRegret' }))[0]![1]).toContain('the SLO does NOT hold');
  });
});
