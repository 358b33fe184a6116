/**
 * Mean response time of an M/G/1 queue whose server is switched off when idle and must be set up again for the
 * next request: the M/G/1 wait plus (2 E[S] + λ E[S²]) / (2 (1 + λ E[S])) for a setup time S.
 * Source: Welch, "On a generalized M/G/1 queuing process", Operations Research 12, 1964.
 *
 * @param station.serviceScv, station.setupScv variance / mean²: 0 constant, 1 exponential
 * @example
 * mg1SetupResponseSeconds({ ratePerSecond: 0.5, serviceSeconds: 1, serviceScv: 1, setupSeconds: 10, setupScv: 0 }) // 7.8333
 */
export const mg1SetupResponseSeconds = (station: {
  readonly ratePerSecond: number;
  readonly serviceSeconds: number;
  readonly serviceScv: number;
  readonly setupSeconds: number;
  readonly setupScv: number;
}): number => {
  const { ratePerSecond, serviceSeconds, serviceScv, setupSeconds, setupScv } = station;
  const load = ratePerSecond * serviceSeconds;
  if (load >= 1) return Number.POSITIVE_INFINITY;
  const waitSeconds = (load * serviceSeconds * (1 + serviceScv)) / (2 * (1 - load));
  const arrivalsPerSetup = ratePerSecond * setupSeconds;
  const setupWaitSeconds =
    (setupSeconds * (2 + arrivalsPerSetup * (1 + setupScv))) / (2 * (1 + arrivalsPerSetup));
  return serviceSeconds + waitSeconds + setupWaitSeconds;
};
