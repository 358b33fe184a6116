import { createRandom } from '../../planner/stats/random.ts';

/** Keeps these draws apart from those of the counts per second, which take a stream for each second. */
const firstStream = 2 ** 30;

/**
 * Which endpoint each arrival goes to: each by chance, by the shares of the endpoints. So the arrivals of one endpoint
 * come as those of the whole do: a Poisson process that is parted at random is a Poisson process in every part.
 *
 * @param perSecond arrivals of each second
 * @param shares of each endpoint; they add up to 1
 * @param seed same seed, same counts; each second has a random stream of its own
 * @returns counts per second of each endpoint, in the order of the shares; they add up to `perSecond`
 * @example shareArrivals([3, 0, 2], [1], 1) // [[3, 0, 2]]
 */
export const shareArrivals = (
  perSecond: readonly number[],
  shares: readonly number[],
  seed: number,
): number[][] => {
  const counts = shares.map(() => new Array<number>(perSecond.length).fill(0));
  const last = shares.length - 1;
  perSecond.forEach((arrivals, second) => {
    const random = createRandom(seed, firstStream + second);
    for (let n = 0; n < arrivals; n++) {
      let [endpoint, left] = [0, random()];
      while (endpoint < last && left >= shares[endpoint]!) left -= shares[endpoint++]!;
      counts[endpoint]![second]! += 1;
    }
  });
  return counts;
};
