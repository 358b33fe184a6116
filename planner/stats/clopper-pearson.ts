import { betaQuantile } from './beta.ts';
import type { Interval } from './interval.ts';

/**
 * Clopper and Pearson's "exact" interval of a share: never covers less than `confidence`, and is wider than
 * Wilson's for it. Trials must be independent; neither count need be whole.
 * Source: Clopper & Pearson, "The use of confidence or fiducial limits", Biometrika 26, 1934, in its beta form.
 *
 * @param trials > 0
 * @example clopperPearson(0, 20, 0.95).high // 0.1684334710
 */
export const clopperPearson = (successes: number, trials: number, confidence: number): Interval => {
  const tail = (1 - confidence) / 2;
  const failures = trials - successes;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    mid: successes / trials,
    high: failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
    confidence,
  };
};
