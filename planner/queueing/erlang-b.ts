import { invertIncreasing } from '../stats/invert.ts';
import { smallestCount } from './smallest-count.ts';

/**
 * 1 / B by Erlang's recurrence 1/B(n) = 1 + n/a · 1/B(n-1): sums of positive terms, so no digit is lost; it
 * becomes Infinity where B underflows.
 */
export const inverseErlangB = (servers: number, load: number): number => {
  let inverse = 1;
  for (let n = 1; n <= servers; n++) inverse = 1 + (n / load) * inverse;
  return inverse;
};

/**
 * Erlang B: the share of requests that find all servers busy and are lost, when none may wait (M/G/c/c).
 * Depends on the mean service time only, not on its distribution. O(servers).
 * Source: A. K. Erlang, 1917; recurrence in Jagerman, Bell System Technical Journal 53, 1974.
 *
 * @param load offered load in Erlangs, >= 0
 * @example erlangB(10, 8) // 0.1216610643
 */
export const erlangB = (servers: number, load: number): number => 1 / inverseErlangB(servers, load);

/**
 * Fewest servers that lose at most `maxLostShare` of the requests.
 *
 * @param maxLostShare in (0, 1)
 * @example erlangBServers(10, 0.02) // 17
 */
export const erlangBServers = (load: number, maxLostShare: number): number =>
  smallestCount((servers) => erlangB(servers, load) <= maxLostShare);

/**
 * Largest offered load, in Erlangs, of which `servers` lose at most `maxLostShare`: the classic traffic table.
 *
 * @param maxLostShare in (0, 1)
 * @example erlangBLoad(10, 0.01) // 4.461
 */
export const erlangBLoad = (servers: number, maxLostShare: number): number =>
  // At least 1 - servers / load is lost, which bounds the answer from above.
  invertIncreasing((load) => erlangB(servers, load), maxLostShare, {
    low: 0,
    high: servers / (1 - maxLostShare),
  });
