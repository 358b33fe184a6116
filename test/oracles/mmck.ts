import { offeredLoadOf, type Station } from '../../planner/queueing/station.ts';

/** At most `capacity` requests in the station, waiting and in service together; the rest are turned away. */
export type BoundedStation = Station & { readonly capacity: number };

export type Mmck = {
  /** Share of arrivals that are turned away. */
  readonly lostShare: number;
  readonly emptyShare: number;
  /** Share of all arrivals that are let in and wait. */
  readonly waitShare: number;
  readonly meanInSystem: number;
  readonly meanQueueLength: number;
  /** Of the requests that are let in. */
  readonly meanWaitSeconds: number;
  readonly meanResponseSeconds: number;
  readonly utilization: number;
};

/**
 * Stationary distribution of the number of requests 0..capacity in an M/M/c/K station. Weights are kept as
 * logarithms until the largest is known: a^n / n! overflows from a load of 700 on.
 */
export const mmckDistribution = ({ servers, capacity, ...station }: BoundedStation): readonly number[] => {
  const load = offeredLoadOf(station);
  const logWeights = [0];
  for (let n = 1; n <= capacity; n++)
    logWeights.push(logWeights[n - 1]! + Math.log(load / Math.min(n, servers)));
  const largest = logWeights.reduce((most, value) => Math.max(most, value));
  const weights = logWeights.map((value) => Math.exp(value - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/**
 * The M/M/c/K queue: a router whose queue has a hard length limit. With capacity = servers it is Erlang B.
 * Stable at any load. O(capacity).
 * Source: Gross, Shortle, Thompson & Harris, "Fundamentals of Queueing Theory", section 3.5.
 *
 * @param station capacity >= servers
 * @example mmck({ ratePerSecond: 50, serviceSeconds: 0.1, servers: 4, capacity: 6 }).lostShare // 0.293543
 */
export const mmck = (station: BoundedStation): Mmck => {
  const { ratePerSecond, serviceSeconds, servers, capacity } = station;
  const shares = mmckDistribution(station);
  const lostShare = shares[capacity]!;
  const meanInSystem = shares.reduce((sum, share, n) => sum + n * share, 0);
  const meanQueueLength = shares.reduce((sum, share, n) => sum + Math.max(0, n - servers) * share, 0);
  const acceptedPerSecond = ratePerSecond * (1 - lostShare);
  const meanWaitSeconds = acceptedPerSecond === 0 ? 0 : meanQueueLength / acceptedPerSecond;
  return {
    lostShare,
    emptyShare: shares[0]!,
    waitShare: shares.slice(servers, capacity).reduce((sum, share) => sum + share, 0),
    meanInSystem,
    meanQueueLength,
    meanWaitSeconds,
    meanResponseSeconds: meanWaitSeconds + serviceSeconds,
    utilization: (meanInSystem - meanQueueLength) / servers,
  };
};
