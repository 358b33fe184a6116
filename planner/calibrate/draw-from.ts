import type { Interval } from '../stats/interval.ts';
import { normalQuantile } from '../stats/normal.ts';
import type { Random } from '../stats/random.ts';

/** Keeps normalQuantile away from the ends, which are infinite. */
const shareMin = 1e-9;

/**
 * One value from an interval, read as a two-piece normal distribution on the logarithm: the median is `mid`, and
 * each end stands as many standard deviations away as the confidence asks for. Positive intervals stay positive.
 *
 * @example drawFrom({ low: 500, mid: 500, high: 500, confidence: 0.95 }, createRandom(1)) // 500
 */
export const drawFrom = ({ low, mid, high, confidence }: Interval, random: Random): number => {
  const deviations = normalQuantile(Math.max(shareMin, random()));
  const toEnd = normalQuantile((1 + confidence) / 2);
  const end = deviations < 0 ? low : high;
  if (low > 0) return mid * (end / mid) ** (Math.abs(deviations) / toEnd);
  return Math.max(0, mid + ((end - mid) * Math.abs(deviations)) / toEnd);
};
