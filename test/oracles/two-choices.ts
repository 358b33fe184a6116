/**
 * Many servers, each with a queue; every request goes to the shorter of two random ones. The share of servers with at
 * least i requests is load^(2^i - 1), so an arrival waits if both are busy, and finds i or more at both with the
 * square of that share. Service is exponential of mean 1 s; the mean wait follows by Little's law.
 * Source: Mitzenmacher, "The power of two choices in randomized load balancing", IEEE Transactions on Parallel and
 * Distributed Systems 12(10), 2001, section 2 (also Vvedenskaya, Dobrushin & Karpelevich 1996).
 *
 * @param load requests per server and mean service time, in [0, 1)
 */
export const twoChoices = (load: number) => {
  let inSystem = 0;
  for (let i = 1; i < 60 && load ** (2 ** i - 1) > 1e-18; i++) inSystem += load ** (2 ** i - 1);
  return { waitShare: load ** 2, meanWaitSeconds: inSystem / load - 1 };
};
