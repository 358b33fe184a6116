import { daysLeast, type MarginFromDays, marginFromDays } from '../../planner/traffic/daily-peaks.ts';
import { formatQuantity } from '../../reports/format.ts';
import { marginMax, type Planning, planningDefaults } from '../../runs/schema/planning.ts';
import type { PlannedLoad } from './load-for.ts';

type Margin = { readonly margin: number; readonly marginFrom: MarginFromDays };

/**
 * The margin that the days of a trace give. A stated one goes before it, and few days give none.
 *
 * @param stated by the config and the flags, those last
 */
export const marginFor = (
  { dailyPeaks, plannedPeak }: PlannedLoad,
  stated: Partial<Planning>,
  note: (text: string) => void,
): Partial<Margin> => {
  if (stated.margin !== undefined || dailyPeaks.length < 2) return {};
  const { confidence = planningDefaults.confidence } = stated;
  const marginFrom = marginFromDays(dailyPeaks, { plannedPeak, confidence, marginMax });
  if (marginFrom !== null) return { margin: marginFrom.margin, marginFrom };
  note(
    `the trace has ${formatQuantity(dailyPeaks.length, 'whole day')}: from ${daysLeast} days with requests on, their peaks give the margin`,
  );
  return {};
};
