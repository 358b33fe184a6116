import { clopperPearson } from '../stats/clopper-pearson.ts';
import type { Interval } from '../stats/interval.ts';
import { studentCritical } from '../stats/student-t.ts';
import { sumOf } from '../stats/sum.ts';

/** Requests, and those of them that count, in one of several stretches that are independent of each other. */
type Stretch = { readonly requests: number; readonly hits: number };

/**
 * Interval of a share of requests from independent stretches (replications, or long batches): the ratio estimator,
 * with Student's t. Requests of one stretch may depend on each other as they like.
 * Source: Cochran, "Sampling Techniques", 3rd ed., section 6.4.
 *
 * Where all requests or none are hits the scatter says nothing. Then each simulated second counts as one trial
 * (Clopper-Pearson): failures come in bursts that last about as long or longer.
 *
 * @param seconds simulated time of all stretches
 * @returns null without any request
 * @example shareInterval([{ requests: 100, hits: 1 }, { requests: 100, hits: 3 }], 60, 0.95).mid // 0.02
 */
export const shareInterval = (
  stretches: readonly Stretch[],
  seconds: number,
  confidence: number,
): Interval | null => {
  const requests = sumOf(stretches.map((stretch) => stretch.requests));
  if (requests === 0) return null;
  const mid = sumOf(stretches.map(({ hits }) => hits)) / requests;
  if (mid === 0 || mid === 1 || stretches.length < 2) {
    const trials = Math.min(requests, Math.max(1, seconds));
    return { ...clopperPearson(mid * trials, trials, confidence), mid };
  }
  const squares = sumOf(stretches.map((stretch) => (stretch.hits - mid * stretch.requests) ** 2));
  const degrees = stretches.length - 1;
  const standardError = Math.sqrt((stretches.length * squares) / degrees) / requests;
  const halfWidth = studentCritical(confidence, degrees) * standardError;
  return { low: Math.max(0, mid - halfWidth), mid, high: Math.min(1, mid + halfWidth), confidence };
};
