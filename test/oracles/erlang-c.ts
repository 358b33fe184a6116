import { offeredLoadOf, type Station } from '../../planner/queueing/station.ts';
import { erlangB } from './erlang-b.ts';

export type ErlangC = {
  /** Share of requests that wait. */
  readonly waitShare: number;
  /** Mean wait of all requests, also of those that don't. */
  readonly meanWaitSeconds: number;
  readonly meanResponseSeconds: number;
  readonly meanQueueLength: number;
  /** Busy servers / servers. */
  readonly utilization: number;
};

/**
 * Erlang C: the M/M/c queue, in which every request waits as long as it takes. At and above capacity the queue
 * grows for ever: all wait, and the means are Infinity. O(servers).
 * Source: A. K. Erlang, 1917; Kleinrock, "Queueing Systems" volume 1, section 3.5.
 *
 * @example erlangC({ ratePerSecond: 8, serviceSeconds: 1, servers: 10 }).waitShare // 0.40918
 */
export const erlangC = (station: Station): ErlangC => {
  const { ratePerSecond, serviceSeconds, servers } = station;
  const load = offeredLoadOf(station);
  if (load >= servers)
    return {
      waitShare: 1,
      meanWaitSeconds: Number.POSITIVE_INFINITY,
      meanResponseSeconds: Number.POSITIVE_INFINITY,
      meanQueueLength: Number.POSITIVE_INFINITY,
      utilization: 1,
    };
  const blocked = erlangB(servers, load);
  const waitShare = (servers * blocked) / (servers - load * (1 - blocked));
  const meanWaitSeconds = (waitShare * serviceSeconds) / (servers - load);
  return {
    waitShare,
    meanWaitSeconds,
    meanResponseSeconds: meanWaitSeconds + serviceSeconds,
    meanQueueLength: ratePerSecond * meanWaitSeconds,
    utilization: load / servers,
  };
};
