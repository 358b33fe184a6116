import { describe, expect, it } from 'vitest';
import { repeatsText } from '../../../reports/words/run/repeats.ts';

const verdicts = (...met: (boolean | null)[]) => met.map((one) => ({ met: one }));

describe('the last line of repeats', () => {
  it.each([
    [[true, true], 2, '✓ 2 of 2 loads met the SLO.'],
    [[false, true], 2, '✗ 1 of 2 loads met the SLO: load 1 did not.'],
    [
      [false, null, true, false, false],
      5,
      '✗ 1 of 5 loads met the SLO: loads 1, 4 and 5 did not, load 2 has no verdict.',
    ],
    [[true, null, null], 3, '? 1 of 3 loads met the SLO: loads 2 and 3 have no verdict.'],
  ])('counts %j of %i', (met, planned, text) => {
    expect(repeatsText(verdicts(...met), planned)).toBe(text);
  });

  it('names the loads that were not fired, as one was cut', () => {
    expect(repeatsText(verdicts(true, null), 3)).toBe(
      '? 1 of 3 loads met the SLO: load 2 has no verdict, load 3 was not fired.',
    );
    expect(repeatsText(verdicts(true), 3)).toBe('? 1 of 3 loads met the SLO: loads 2 and 3 were not fired.');
  });

  it('counts a missed threshold of the script as what it is', () => {
    const thresholds = [{ metric: 'checks', expression: 'rate>0.9', met: false }];
    expect(repeatsText([{ met: false, thresholds }, { met: true }], 2)).toBe(
      '✗ 1 of 2 loads met the SLO and the thresholds of your script: load 1 did not.',
    );
  });
});
