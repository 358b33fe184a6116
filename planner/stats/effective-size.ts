import { longRunVariance } from './autocovariance.ts';

/** How much a series of dependent requests is worth. */
type EffectiveSize = {
  /** Errors / requests. */
  readonly share: number;
  readonly requests: number;
  /** Standard error of `share`, with the dependence between seconds accounted for. */
  readonly standardError: number;
  /** Independent requests that would give the same standard error; never more than there were. */
  readonly effectiveSize: number;
  /** requests / effectiveSize: 1 for independent requests, 6 to 27 where a queue overflows in bursts. */
  readonly designEffect: number;
  /** Degrees of freedom of the standard error itself: few where the series is short. */
  readonly degrees: number;
};

/** Seconds over which Bartlett's weights fall to zero, for a series of so many seconds. */
export const bandwidthSeconds = (seconds: number): number =>
  Math.min(seconds, 1 + Math.ceil(3 * Math.cbrt(seconds)));

/**
 * Effective sample size of an error share, from per-second counts. Failures of a queue come in bursts, so n
 * requests tell far less than n coin flips: the variance of z_t = errors_t - share * requests_t is summed over
 * lags (Bartlett weights, bandwidth 3 T^(1/3) seconds) and turned into the n that a coin would need.
 *
 * Short series are corrected twice: the weights lose part of the variance with the estimated mean (first-order
 * bias of the fixed-bandwidth limit), and what is left has only about 1.5 T / bandwidth degrees of freedom
 * (Priestley, "Spectral Analysis and Time Series", 1981, section 6.2). Together they give the critical values of
 * Kiefer & Vogelsang, Econometric Theory 21, 2005, to 2 %.
 *
 * @param errorsPerSecond failed requests by second of arrival
 * @param requestsPerSecond all requests, same seconds, at least one in total
 */
export const hacEffectiveSize = (
  errorsPerSecond: readonly number[],
  requestsPerSecond: readonly number[],
): EffectiveSize => {
  const seconds = requestsPerSecond.length;
  const requests = requestsPerSecond.reduce((sum, n) => sum + n, 0);
  const share = errorsPerSecond.reduce((sum, n) => sum + n, 0) / requests;
  const residuals = requestsPerSecond.map((n, t) => errorsPerSecond[t]! - share * n);
  const bandwidth = bandwidthSeconds(seconds);
  const b = bandwidth / seconds;
  const perSecond = longRunVariance(residuals, bandwidth - 1) / (1 - b + (b * b) / 3);
  const variance = (perSecond * seconds) / requests ** 2;
  // Where none or all fail, 0 / 0 says nothing about dependence: requests count at face value.
  const effectiveSize = Math.min(requests, (share * (1 - share)) / variance || requests);
  return {
    share,
    requests,
    standardError: Math.sqrt((share * (1 - share)) / effectiveSize),
    effectiveSize,
    designEffect: requests / effectiveSize,
    degrees: (1.5 * seconds) / bandwidth,
  };
};
