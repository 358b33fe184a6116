import { expect, it } from 'vitest';
import { changeLines, comparedTable, knobTable, predictionRows } from '../../../reports/plan/outlook.ts';
import { chanceText } from '../../../reports/words/plan/advice.ts';
import { headroomLines } from '../../../reports/words/plan/headroom.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { spikeAdvice } from '../../builders/planned-report.ts';

it('speaks of no margin where none was planned for', () => {
  const { load } = spikeAdvice();
  const without = spikeAdvice({ load: { ...load, margin: 0 } });
  const words = [...predictionRows(without).flat(), ...comparedTable(without).columns, chanceText(without)];
  expect(words.filter((text) => /margin/.test(text))).toEqual([]);
  expect(words).toContain('the same at random');
});

it('calls settings that only come nearest to the SLO no advice', () => {
  const nameOf = (basis: Recommendation['basis']) => comparedTable(spikeAdvice({ basis })).rows[0]?.[0];
  expect([nameOf('certain'), nameOf('leastRegret')]).toEqual(['advice', 'nearest']);
});

it('calls a setting that only comes nearest to the SLO not advised', () => {
  const headOf = (basis: Recommendation['basis']) => knobTable(spikeAdvice({ basis })).columns[2];
  expect([headOf('certain'), headOf('leastRegret')]).toEqual(['advised', 'nearest']);
});

it('asks how long a start may take only where replicas start: not of fixed numbers, now and advised', () => {
  const [peak] = spikeAdvice().changes;
  const { settings, compared } = spikeAdvice();
  const changes = [peak!, { ...peak!, what: 'startupLag' as const }];
  const fixed = { ...settings, policy: { kind: 'fixed', replicas: 12 } } as const;
  const current = { ...compared.current, settings: fixed };
  expect(changeLines(spikeAdvice({ changes, settings: fixed }))).toHaveLength(2);
  expect(changeLines(spikeAdvice({ changes, settings: fixed, compared: { ...compared, current } }))).toEqual(
    changeLines(spikeAdvice()),
  );
});

it('calls a headroom that ends at the peak so, not 0 % above it', () => {
  const { headroom } = spikeAdvice();
  const { peakRatePerSecond: peak, settings } = headroom;
  const atPeak = settings.map((each) => ({ ...each, ratePerSecond: { ...each.ratePerSecond, mid: peak } }));
  for (const line of headroomLines({ ...headroom, settings: atPeak }))
    expect(line).toContain('holds a rise to 20/s with 95 % chance (the peak; ');
});
