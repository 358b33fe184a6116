import { secondTagModulus } from '../../scenarios/lib/metrics.ts';
import type { AttributeValue } from './otlp-points.ts';

/**
 * The second in which a request was sent, in seconds since the epoch, from the tag that its samples carry (that
 * second modulo 1024) and the end of the window in which the samples came: the latest such second that is not later
 * than the one after the window, as the two are read from the clock one after the other. Samples without the tag
 * (k6 gives dropped iterations none) stand in the second in which the window ended.
 *
 * @example secondOfArrival('1', 1_700_000_000_500) // 1699999745: the last second that is 1 modulo 1024
 */
export const secondOfArrival = (tag: AttributeValue | undefined, windowEndMs: number): number => {
  const windowEnd = Math.floor(windowEndMs / 1000);
  if (!/^\d+$/.test(String(tag))) return windowEnd;
  const latest = windowEnd + 1;
  const ageSeconds = (latest - Number(tag)) % secondTagModulus;
  return latest - ageSeconds;
};
