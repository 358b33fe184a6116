import { clopperPearson } from './clopper-pearson.ts';
import { hacEffectiveSize } from './effective-size.ts';
import { type Estimate, notEnoughData } from './interval.ts';
import { studentCritical } from './student-t.ts';
import { wilsonEnds } from './wilson.ts';

/** Below this, the dependence between seconds can't be told from the errors themselves. */
const secondsMin = 30;

/** How many seconds with errors the assumed design effect weighs as much as. */
const assumedSecondsWithErrors = 1;

/** Design effect if all requests of a second share one fate: the mean number of companions of a request. */
const wholeSecondDesignEffect = (requestsPerSecond: readonly number[], requests: number): number =>
  requestsPerSecond.reduce((sum, n) => sum + n * n, 0) / requests;

/**
 * Confidence interval of the share of failed requests, from counts per second of arrival: Wilson's interval at the
 * effective sample size, with Student's t for the uncertainty of that size itself.
 *
 * How strongly failures cling together shows only in seconds that have some. Without any, whole seconds are
 * counted instead of requests (Clopper-Pearson on 0 of T); with few, the measured design effect is averaged with
 * that assumption, weighted by the seconds with errors.
 *
 * Measured on stationary M/M/c + 0.5 s patience (3 stations, 0.3 to 3.2 % errors, 300 to 600 repetitions each):
 * nominal 95 % covers 92 to 97 % of the runs of 300 and 1800 s, 94 to 99 % of those of 30 to 120 s; intervals that
 * take requests as independent cover 20 to 60 %. A trend counts as dependence, so over a spike that fails and
 * recovers the interval is wide; repeated spikes and `meanInterval` say more.
 *
 * @param errorsPerSecond failed requests that arrived in each second
 * @param requestsPerSecond all requests that arrived in the same seconds
 * @param confidence e.g. 0.95
 * @returns shares in 0..1, or notEnoughData below 30 s or without a request
 */
export const errorShareInterval = (
  errorsPerSecond: readonly number[],
  requestsPerSecond: readonly number[],
  confidence: number,
): Estimate => {
  const seconds = requestsPerSecond.length;
  if (seconds < secondsMin) return notEnoughData('secondsOfLoad', secondsMin, seconds);
  if (!requestsPerSecond.some((n) => n > 0)) return notEnoughData('requests', 1, 0);

  const { share, requests, designEffect, degrees } = hacEffectiveSize(errorsPerSecond, requestsPerSecond);
  const assumed = wholeSecondDesignEffect(requestsPerSecond, requests);
  if (share === 0 || share === 1) {
    const size = requests / assumed;
    return { ...clopperPearson(share * size, size, confidence), mid: share };
  }
  const measuredWeight = errorsPerSecond.filter((n) => n > 0).length;
  const effect =
    (measuredWeight * designEffect + assumedSecondsWithErrors * assumed) /
    (measuredWeight + assumedSecondsWithErrors);
  const critical = studentCritical(confidence, degrees);
  return { ...wilsonEnds({ share, size: requests / effect, critical }), mid: share, confidence };
};
