import type { Interval } from '../stats/interval.ts';
import type { Random } from '../stats/random.ts';
import { studentCritical, studentQuantile } from '../stats/student-t.ts';

/** Keeps quantiles away from the ends, which are infinite. */
const shareMin = 1e-9;

/**
 * One value from an interval, read as a two-piece normal distribution on the logarithm: the median is `mid`, and
 * each end stands as many standard deviations away as the confidence asks for. Positive intervals stay positive.
 *
 * @param degrees of freedom, where the interval was made with Student's t: most of its width is far out in the tails, and a
 *   normal distribution of the same width would be twice as spread about the middle
 * @example drawFrom({ low: 500, mid: 500, high: 500, confidence: 0.95 }, createRandom(1)) // 500
 */
export const drawFrom = (
  { low, mid, high, confidence }: Interval,
  random: Random,
  degrees: number = Number.POSITIVE_INFINITY,
): number => {
  const deviations = studentQuantile(Math.max(shareMin, random()), degrees);
  const toEnd = studentCritical(confidence, degrees);
  const end = deviations < 0 ? low : high;
  if (low > 0) return mid * (end / mid) ** (Math.abs(deviations) / toEnd);
  return Math.max(0, mid + ((end - mid) * Math.abs(deviations)) / toEnd);
};

/** One of several, each by its share; undefined of none. */
export const drawByShare = <Option extends { readonly share: number }>(
  options: readonly Option[],
  random: Random,
): Option | undefined => {
  let left = random();
  return (
    options.find(({ share }) => {
      left -= share;
      return left < 0;
    }) ?? options.at(-1)
  );
};
