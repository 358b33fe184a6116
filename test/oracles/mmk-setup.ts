import type { Station } from '../../planner/queueing/station.ts';

export type SetupStation = Station & {
  /** Mean (exponential) time from switching a server on to its first request. */
  readonly setupSeconds: number;
  /** parallel: a setup for each waiting request; staggered: one setup at a time. */
  readonly starts: 'parallel' | 'staggered';
};

type Chain = {
  readonly arrivals: number;
  readonly serviceRate: number;
  readonly servers: number;
  /** Rate at which a further server comes on, with `on` servers on and `requests` in the station. */
  readonly setupRate: (on: number, requests: number) => number;
};

const chainOf = ({ ratePerSecond, serviceSeconds, servers, setupSeconds, starts }: SetupStation): Chain => ({
  arrivals: ratePerSecond,
  serviceRate: 1 / serviceSeconds,
  servers,
  setupRate: (on, requests) => {
    const wanted = Math.min(requests - on, servers - on);
    return (starts === 'parallel' ? wanted : Math.min(1, wanted)) / setupSeconds;
  },
});

/**
 * Rate matrix R between levels n >= servers, from the levels' own equation A0 + R A1 + R² A2 = 0. Servers that
 * are on stay on while requests wait, so R is triangular, and its entries follow one after the other; the
 * diagonal ones are the smaller roots of quadratics.
 */
const repeatingRates = ({ arrivals, serviceRate, servers, setupRate }: Chain): number[][] => {
  const rates = Array.from({ length: servers + 1 }, () => new Array<number>(servers + 1).fill(0));
  const setup = (on: number) => setupRate(on, servers + 1);
  for (let on = 0; on <= servers; on++) {
    const out = arrivals + on * serviceRate + setup(on);
    const root = Math.sqrt(out * out - 4 * arrivals * on * serviceRate);
    // The smaller root, in the form that subtracts nothing; in the last phase it is the utilization.
    rates[on]![on] = (2 * arrivals) / (out + root);
  }
  for (let width = 1; width <= servers; width++)
    for (let from = 0; from + width <= servers; from++) {
      const to = from + width;
      let through = 0;
      for (let via = from + 1; via < to; via++) through += rates[from]![via]! * rates[via]![to]!;
      const done = to * serviceRate;
      const out = arrivals + done + setup(to) - done * (rates[from]![from]! + rates[to]![to]!);
      rates[from]![to] = (rates[from]![to - 1]! * setup(to - 1) + done * through) / out;
    }
  return rates;
};

/** x with x U = -y, for an upper triangular U: columns from left to right; x is 0 where y begins with zeros. */
const solveTriangular = (y: readonly number[], entry: (i: number, j: number) => number): number[] => {
  const first = y.findIndex((value) => value !== 0);
  const x = new Array<number>(y.length).fill(0);
  for (let j = first; j < y.length; j++) {
    let rest = -y[j]!;
    for (let i = first; i < j; i++) rest -= x[i]! * entry(i, j);
    x[j] = rest / entry(j, j);
  }
  return x;
};

/**
 * Rate matrix from level n - 1 to level n < servers (phases 0..n - 1 to 0..n), given that of the level above:
 * -A0 (A1 + R A2)^-1. The bracket is again triangular: the one departure that switches a server off joins the
 * last phase of the level to the last of the one below.
 */
const boundaryRates = (chain: Chain, level: number, above: readonly number[][]): number[][] => {
  const { arrivals, serviceRate, setupRate } = chain;
  const bracket = (i: number, j: number): number => {
    let value = above[i]![j]! * j * serviceRate;
    if (j === level) value += (above[i]![level + 1] ?? 0) * (level + 1) * serviceRate;
    if (i === j) value -= arrivals + i * serviceRate + setupRate(i, level);
    if (j === i + 1) value += setupRate(i, level);
    return value;
  };
  return Array.from({ length: level }, (_, on) =>
    solveTriangular(
      Array.from({ length: level + 1 }, (_phase, j) => (j === on ? arrivals : 0)),
      bracket,
    ),
  );
};

const times = (row: readonly number[], matrix: readonly number[][]): number[] =>
  Array.from({ length: matrix[0]!.length }, (_, j) =>
    row.reduce((sum, value, i) => sum + value * matrix[i]![j]!, 0),
  );

const total = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);

/**
 * Mean response time of M/M/k/setup: servers switch off the moment they idle, and each waiting request sets one
 * up, cancelled when a running server takes the request first. The cold start of scale-to-zero, exact for
 * exponential setups (constant setups of the same mean wait 1.1 to 3.8 times longer from 10 servers on).
 * Matrix-geometric solution with explicit triangular rate matrices: level = requests in the station, phase =
 * servers that are on. O(servers^4 / 24).
 * Source: Gandhi, Doroudi, Harchol-Balter & Scheller-Wolf, "Exact analysis of the M/M/k/setup class of Markov
 * chains via recursive renewal reward", Queueing Systems 77, 2014; Neuts, "Matrix-Geometric Solutions", 1981.
 *
 * @returns seconds; Infinity at and above capacity
 * @example
 * mmkSetupResponseSeconds({ ratePerSecond: 5, serviceSeconds: 1, servers: 10, setupSeconds: 10, starts: 'parallel' }) // 2.66335
 */
export const mmkSetupResponseSeconds = (station: SetupStation): number => {
  const { ratePerSecond, serviceSeconds, servers } = station;
  if (ratePerSecond * serviceSeconds >= servers) return Number.POSITIVE_INFINITY;
  const chain = chainOf(station);
  const repeating = repeatingRates(chain);
  const ratesInto: number[][][] = [];
  let above = repeating;
  for (let level = servers - 1; level >= 1; level--) {
    above = boundaryRates(chain, level, above);
    ratesInto[level] = above;
  }

  let atLevel = [1];
  let mass = 1;
  let requests = 0;
  for (let level = 1; level < servers; level++) {
    atLevel = times(atLevel, ratesInto[level]!);
    mass += total(atLevel);
    requests += level * total(atLevel);
  }
  // Levels from `servers` on are a geometric series: first (1 + R + R² + …) and first (R + 2 R² + …).
  const first = times(atLevel, repeating);
  const oneLess = (i: number, j: number) => repeating[i]![j]! - (i === j ? 1 : 0);
  const all = solveTriangular(first, oneLess);
  const further = solveTriangular(times(all, repeating), oneLess);
  mass += total(all);
  requests += servers * total(all) + total(further);
  return requests / mass / ratePerSecond;
};
