import type { Timeline } from '../../runs/schema/result/timeline.ts';

/**
 * Seconds from the first planned arrival to where the recording of the load ends: the last second in which an arrival came or
 * was dropped, where the plan has arrivals after it; else the whole grid. What came later was not seen, which is not the
 * same as a time without errors.
 */
export const recordedSecondsOf = ({
  load: { planned, arrivals, dropped },
  seconds,
}: Pick<Timeline, 'load' | 'seconds'>): number => {
  const last = arrivals.findLastIndex((n, second) => n > 0 || dropped[second]! > 0);
  return planned.some((n, second) => second > last && n > 0) ? last + 1 : seconds;
};
