import type { Timeline } from '../../runs/schema/result/timeline.ts';
import { peakRateOf, plannedArrivalsBySecond } from '../timeline/planned-rate.ts';

/** Share of the peak rate up to which a load has not risen yet. */
const risenShare = 0.5;

/** Of each second whether the load has risen: more than half of the peak rate is planned in it. */
export const risenSeconds = ({ phases, seconds }: Pick<Timeline, 'phases' | 'seconds'>): boolean[] => {
  const risen = risenShare * peakRateOf(phases);
  return plannedArrivalsBySecond(phases, seconds).map((rate) => rate > risen);
};
