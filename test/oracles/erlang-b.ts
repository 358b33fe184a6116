import { inverseErlangB } from '../../planner/queueing/erlang-b.ts';

/**
 * Erlang B: the share of requests that find all servers busy and are lost, when none may wait (M/G/c/c).
 * Depends on the mean service time only, not on its distribution. O(servers).
 * Source: A. K. Erlang, 1917; recurrence in Jagerman, Bell System Technical Journal 53, 1974.
 *
 * @param load offered load in Erlangs, >= 0
 * @example erlangB(10, 8) // 0.1216610643
 */
export const erlangB = (servers: number, load: number): number => 1 / inverseErlangB(servers, load);
