import { expect, it } from 'vitest';
import { comparedTable, predictionRows } from '../../../reports/plan/outlook.ts';
import { chanceText } from '../../../reports/words/advice.ts';
import { headroomLines } from '../../../reports/words/headroom.ts';
import { spikeAdvice } from '../../builders/planned-report.ts';

it('speaks of no margin where none was planned for', () => {
  const { load } = spikeAdvice();
  const without = spikeAdvice({ load: { ...load, margin: 0 } });
  const words = [...predictionRows(without).flat(), ...comparedTable(without).columns, chanceText(without)];
  expect(words.filter((text) => /margin/.test(text))).toEqual([]);
  expect(words).toContain('the same at random');
});

it('calls a headroom that ends at the peak so, not 0 % above it', () => {
  const { headroom } = spikeAdvice();
  const { peakRatePerSecond: peak, settings } = headroom;
  const atPeak = settings.map((each) => ({ ...each, ratePerSecond: { ...each.ratePerSecond, mid: peak } }));
  for (const line of headroomLines({ ...headroom, settings: atPeak }))
    expect(line).toContain('holds a step to 20/s (the peak; ');
});
