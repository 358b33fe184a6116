import { describe, expect, it } from 'vitest';
import { isPlannedFor } from '../../../planner/verify/planned-load.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun } from '../../builders/run.ts';

describe('isPlannedFor', () => {
  const { phases } = completeRun();
  const { load } = recommendation();

  it('knows the recorded load again', () => {
    expect(isPlannedFor({ load }, phases)).toBe(true);
  });

  it('tells it from a higher peak, another baseline and another length', () => {
    expect(isPlannedFor({ load: { ...load, peakRatePerSecond: 40 } }, phases)).toBe(false);
    expect(isPlannedFor({ load: { ...load, baselineRatePerSecond: 6 } }, phases)).toBe(false);
    expect(isPlannedFor({ load: { ...load, durationSeconds: 600 } }, phases)).toBe(false);
  });
});
