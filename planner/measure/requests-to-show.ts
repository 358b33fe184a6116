import { errorShareInterval } from './errors.ts';
import { confidence } from './evidence.ts';

/** More requests than these are no advice: the share is as good as at its limit. */
const requestsMost = 1_000_000;

/**
 * How many requests show that a share stays within its limit, if the same share of them fails: the least number whose interval
 * (`errorShareInterval`) ends at the limit or below it.
 *
 * @returns null where no number does, or only one above a million
 * @example requestsToShowShare(0, 0.01) // 368
 */
export const requestsToShowShare = (share: number, limit: number): number | null => {
  if (share >= limit) return null;
  const isShownBy = (requests: number): boolean =>
    errorShareInterval(share * requests, requests)!.high <= limit;
  if (!isShownBy(requestsMost)) return null;
  let [few, enough] = [0, requestsMost];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isShownBy(middle)) enough = middle;
    else few = middle;
  }
  return enough;
};

/** The least number of requests that bounds a p95 from above: with fewer all may lie below it by chance. See `quantileInterval`. */
export const requestsForP95Interval = Math.ceil(Math.log((1 - confidence) / 2) / Math.log(0.95));
