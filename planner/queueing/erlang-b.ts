/**
 * 1 / B, the inverse of the loss in the Erlang B system, by Erlang's recurrence 1/B(n) = 1 + n/a · 1/B(n-1): sums of
 * positive terms, so no digit is lost; it becomes Infinity where B underflows. O(servers).
 * Source: A. K. Erlang, 1917; recurrence in Jagerman, Bell System Technical Journal 53, 1974.
 *
 * @param load offered load in Erlangs, above 0
 * @example inverseErlangB(1, 1) // 2
 */
export const inverseErlangB = (servers: number, load: number): number => {
  let inverse = 1;
  for (let n = 1; n <= servers; n++) inverse = 1 + (n / load) * inverse;
  return inverse;
};
