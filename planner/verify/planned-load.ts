import type { Phase } from '../../runs/schema/load/load.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { durationOf, loadOfPhases, ratesOf } from '../traffic/load.ts';

/** Rates and lengths that differ by less are the same: they went through a file. */
const tolerance = 1e-6;

const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance * Math.max(a, b);

/** Whether an advice was planned for this load, and not for a higher peak of it or for a trace. */
export const isPlannedFor = ({ load }: Pick<Recommendation, 'load'>, phases: readonly Phase[]): boolean => {
  const fired = loadOfPhases(phases);
  const { baseline, peak } = ratesOf(fired);
  return (
    isSame(peak, load.peakRatePerSecond) &&
    isSame(baseline, load.baselineRatePerSecond) &&
    isSame(durationOf(fired), load.durationSeconds)
  );
};
