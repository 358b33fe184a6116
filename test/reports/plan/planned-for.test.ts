import { describe, expect, it } from 'vitest';
import { renderAdvice } from '../../../reports/advice-terminal.ts';
import { plannedForTable } from '../../../reports/plan/planned-for.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { between, prediction, recommendation } from '../../builders/recommendation.ts';
import { buildCalibration } from '../../planner/recommend/builders.ts';

const { load } = recommendation();
const level = {
  atSecond: null,
  kind: 'level',
  peakFactor: 1,
  arrivals: 'random',
  share: 0.75,
  meanReplicas: 2,
  errorShare: 0,
} as const;
const day: Recommendation['load'] = {
  ...load,
  kind: 'day',
  durationSeconds: 86_400,
  mix: [
    { ...load.mix[0]!, kind: 'rise', atSecond: 27_000, share: 0, meanReplicas: 5.5, errorShare: 0.0021 },
    {
      ...load.mix[0]!,
      kind: 'rise',
      peakFactor: 1.2,
      highestRatePerSecond: 24,
      atSecond: 27_000,
      share: 0,
      meanReplicas: 6.5,
    },
    { ...level, lowestRatePerSecond: 5, highestRatePerSecond: 5 },
    { ...level, lowestRatePerSecond: 20, highestRatePerSecond: 20, share: 0.25, meanReplicas: 6 },
  ],
};

describe('what an advice was planned for', () => {
  it('is a row for each part of the mix', () => {
    expect(plannedForTable(day)?.rows).toEqual([
      ['around 07:30', '5 to 20', '–', '5.5', '0.21 %', 'SLO'],
      ['around 07:30, peak 20 % higher', '5 to 24', '–', '6.5', '0.5 %', 'SLO'],
      ['level', '5', '75 %', '2', '0 %', 'cost'],
      ['level', '20', '25 %', '6', '0 %', 'cost'],
    ]);
  });

  it('names a moment of a trace by the time since its start', () => {
    const week = {
      ...day,
      durationSeconds: 7 * 86_400,
      mix: [{ ...day.mix[0]!, atSecond: 113_400 }, ...day.mix],
    };
    expect(plannedForTable(week)?.rows[0]?.[0]).toBe('around 1 d 7 h 30 min after start');
  });

  it('fits a terminal whatever its moments are called', () => {
    const mix = day.mix.map((part) => ({ ...part, atSecond: part.atSecond && 561_870 }));
    const week = { ...day, durationSeconds: 7 * 86_400, mix };
    const text = renderAdvice(recommendation({ load: week }), calibration);
    expect(text).toMatch(/\n {2}around 6 d 12 h 4 min after start, +5 to 24 .* SLO\n {2}peak 20 % higher\n/);
  });

  it('is left out where the load is all there is', () => {
    expect(plannedForTable(load)).toBeNull();
    expect(renderAdvice(recommendation(), calibration)).not.toContain('Planned for a mix');
  });

  const calibration = buildCalibration({ serviceMs: 100, lagMs: 1000 });
  const priced = prediction({
    cost: { replicas: between(2, 4), meanReplicas: 3, perHour: between(1, 3) },
  });

  it('has a price per day for a day alone', () => {
    const ofDay = renderAdvice(recommendation({ load: day, prediction: priced }), calibration);
    expect(ofDay).toMatch(/Planned for a day\n +requests\/s /);
    expect(ofDay).toMatch(/price per day +48 \(24 to 72\)/);
    expect(renderAdvice(recommendation({ prediction: priced }), calibration)).not.toContain('per day');
  });
});
