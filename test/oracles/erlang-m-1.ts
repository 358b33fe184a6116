/** A single server whose requests come after gaps that are sums of `stages` exponentials; service is exponential. */
export type ErlangM1 = {
  readonly ratePerSecond: number;
  readonly serviceSeconds: number;
  readonly stages: number;
};

/**
 * E_n/M/1: the share of requests that wait is the root sigma in (0, 1) of sigma = A(mu (1 - sigma)), where
 * A(s) = (n lambda / (n lambda + s))^n is the transform of the gaps; the wait is then exponential.
 * Source: Kleinrock, "Queueing Systems, Volume 1: Theory", 1975, section 6.4 (G/M/1).
 * The iteration from 0 rises to the root, since A is convex in sigma and A(0) = 1 only at sigma = 1.
 *
 * @example erlangM1({ ratePerSecond: 0.5, serviceSeconds: 1, stages: 1 }).waitShare // 0.5
 */
export const erlangM1 = ({ ratePerSecond, serviceSeconds, stages }: ErlangM1) => {
  const perStage = stages * ratePerSecond;
  let waitShare = 0;
  for (let step = 0; step < 100_000; step++) {
    const next = (perStage / (perStage + (1 - waitShare) / serviceSeconds)) ** stages;
    if (next - waitShare < 1e-16) break;
    waitShare = next;
  }
  return { waitShare, meanWaitSeconds: (waitShare * serviceSeconds) / (1 - waitShare) };
};
