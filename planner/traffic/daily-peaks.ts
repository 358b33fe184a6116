import { medianOfValues } from '../stats/simple.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { daySeconds } from './load.ts';

/** A peak is the mean of a minute: single seconds are chance. */
const peakSeconds = 60;

/** Fewer days say little of how far a peak may lie above the others: a week has each of its days once. */
export const daysLeast = 7;

/** The highest mean of a minute; 0 of nothing. O(seconds). */
export const minutePeakOf = (perSecond: readonly number[]): number => {
  let highest = 0;
  for (let start = 0; start < perSecond.length; start += peakSeconds) {
    const end = Math.min(start + peakSeconds, perSecond.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += perSecond[i]!;
    highest = Math.max(highest, sum / (end - start));
  }
  return highest;
};

/**
 * The highest minute of each whole day of a trace, in requests/s. Days are counted from its first second; what is left at
 * its end is none.
 */
export const dailyPeaksOf = (perSecond: readonly number[]): number[] =>
  Array.from({ length: Math.floor(perSecond.length / daySeconds) }, (_, day) =>
    minutePeakOf(perSecond.slice(day * daySeconds, (day + 1) * daySeconds)),
  );

/** A margin that days of a trace give, with what it rests on. Rates in requests/s. */
export type MarginFromDays = {
  readonly margin: number;
  readonly days: number;
  readonly lowestPeak: number;
  readonly highestPeak: number;
  /** What the peaks of as many days to come stay below, with `confidence`. */
  readonly bound: number;
  readonly confidence: number;
};

/**
 * How much above the planned peak the next one may lie, by the peaks of a trace's own days: the level that no peak of as many
 * days to come passes, with the asked confidence.
 *
 * Assumed: peaks of days are independent and lognormal about their median, and the days to come are as those were. The
 * spread is that of the higher half about the median, so that quiet weekends count as no spread. The bound is the
 * prediction limit of a normal sample: median + t x spread x sqrt(1 + 1/n), with n - 1 degrees of freedom, at the share
 * confidence^(1/n) of a single day (Hahn & Meeker, "Statistical Intervals", 1991, ch. 4).
 *
 * @param peaks of each day; days without a request tell nothing
 * @param options.plannedPeak that the margin is on top of
 * @param options.marginMax no margin is larger
 * @returns null for fewer than seven days
 */
export const marginFromDays = (
  peaks: readonly number[],
  options: { readonly plannedPeak: number; readonly confidence: number; readonly marginMax: number },
): MarginFromDays | null => {
  const { plannedPeak, confidence, marginMax } = options;
  const logs = peaks.filter((peak) => peak > 0).map(Math.log);
  const days = logs.length;
  if (days < daysLeast || plannedPeak <= 0) return null;
  const median = medianOfValues(logs);
  const above = logs.filter((log) => log > median).map((log) => (log - median) ** 2);
  const spread = Math.sqrt(above.reduce((sum, square) => sum + square, 0) / Math.max(1, above.length));
  const t = studentQuantile(confidence ** (1 / days), days - 1);
  const bound = Math.exp(median + t * spread * Math.sqrt(1 + 1 / days));
  return {
    margin: Math.min(marginMax, Math.max(0, bound / plannedPeak - 1)),
    days,
    lowestPeak: Math.exp(Math.min(...logs)),
    highestPeak: Math.exp(Math.max(...logs)),
    bound,
    confidence,
  };
};
