import { inverseErlangB } from './erlang-b.ts';
import { smallestCount } from './smallest-count.ts';
import { offeredLoadOf, type Station } from './station.ts';

/** Every request waits at most `patienceSeconds` and is then answered 503. */
type PatientStation = Station & { readonly patienceSeconds: number };

type MmcD = {
  /** Share of requests that wait in vain: the 503s. */
  readonly lostShare: number;
  /** Share of requests that find all servers busy, served later or not. */
  readonly waitShare: number;
  /** Mean time in the queue of all requests: those lost spend the whole patience there. */
  readonly meanWaitSeconds: number;
  readonly meanWaitOfServedSeconds: number;
  readonly utilization: number;
};

/** (e^y - 1) / y without loss near 0, where it is 1. */
const growth = (y: number): number => (y === 0 ? 1 : Math.expm1(y) / y);

/** The integral of u e^(y u) over u in 0..1, for y <= 0: 1/2 at 0, 1/y² far below. */
const rampUp = (y: number): number => {
  if (y < -0.5) return (1 + (y - 1) * Math.exp(y)) / (y * y);
  let term = 1;
  let sum = 0.5;
  for (let k = 1; k < 30; k++) {
    term *= y / k;
    sum += term / (k + 2);
  }
  return sum;
};

/**
 * Integrals over waits 0..D of the density's weight λ e^(δx) and of x times it; divided by e^(δD) where δ > 0
 * (the same integrals, seen from the other end). y = δD.
 */
const servedWaits = (
  { ratePerSecond, patienceSeconds }: PatientStation,
  surplusPerSecond: number,
): { readonly weight: number; readonly weightedWaitSeconds: number } => {
  if (patienceSeconds === Number.POSITIVE_INFINITY)
    return {
      weight: -ratePerSecond / surplusPerSecond,
      weightedWaitSeconds: ratePerSecond / surplusPerSecond ** 2,
    };
  const y = -Math.abs(surplusPerSecond * patienceSeconds);
  const ramp = surplusPerSecond > 0 ? growth(y) - rampUp(y) : rampUp(y);
  return {
    weight: ratePerSecond * patienceSeconds * growth(y),
    weightedWaitSeconds: ratePerSecond * patienceSeconds ** 2 * ramp,
  };
};

/** Endless patience at or above capacity: the queue grows for ever, and what the servers can't do is never served. */
const hopeless = (load: number, servers: number): MmcD => ({
  lostShare: 1 - servers / load,
  waitShare: 1,
  meanWaitSeconds: Number.POSITIVE_INFINITY,
  meanWaitOfServedSeconds: Number.POSITIVE_INFINITY,
  utilization: 1,
});

/**
 * M/M/c + D: exponential service, and a fixed limit on the wait after which a request is turned away. This is
 * the documented 503 of a scoring router in steady state. With no patience it is Erlang B. With endless
 * patience it is Erlang C (below capacity).
 *
 * The wait V that the queue offers has the density
 *   λ π e^(λ min(x, D) - c μ x),  1 / π = 1 / B(c - 1, a) + λ J,
 * with J the integral of that exponential over all x. Lost are those with V > D: a/c · e^(δD) π, δ = λ - c μ.
 * That subtracts nothing, so nothing cancels; in overload, δ > 0, all is divided by e^(δD), so nothing overflows.
 * O(servers).
 * Source: Baccelli & Hebuterne, "On queues with impatient customers", 1981; Zeltyn & Mandelbaum, "Call centers
 * with impatient customers", Queueing Systems 51, 2005.
 *
 * @param station servers >= 1; patience 0 to Infinity
 * @example mmcD({ ratePerSecond: 2, serviceSeconds: 1, servers: 3, patienceSeconds: 0.5 }).lostShare // 0.1095426
 */
export const mmcD = (station: PatientStation): MmcD => {
  const { ratePerSecond, serviceSeconds, servers, patienceSeconds } = station;
  const load = offeredLoadOf(station);
  if (load >= servers && patienceSeconds === Number.POSITIVE_INFINITY) return hopeless(load, servers);
  const surplusPerSecond = ratePerSecond - servers / serviceSeconds;
  const exponent = surplusPerSecond === 0 ? 0 : surplusPerSecond * patienceSeconds;

  // Weights of: an idle server; a wait up to D; a wait beyond D. In overload all are divided by e^exponent.
  const idle = inverseErlangB(servers - 1, load) * Math.exp(-Math.max(0, exponent));
  const served = servedWaits(station, surplusPerSecond);
  const beyond = (load / servers) * Math.exp(Math.min(0, exponent));
  const total = idle + served.weight + beyond;

  const lostShare = beyond / total;
  const waitOfServedSeconds = served.weightedWaitSeconds / total;
  // With endless patience nobody is lost here, and 0 x Infinity would say NaN.
  const waitOfLostSeconds = lostShare === 0 ? 0 : lostShare * patienceSeconds;
  const meanWaitSeconds = waitOfServedSeconds + waitOfLostSeconds;
  return {
    lostShare,
    waitShare: (served.weight + beyond) / total,
    meanWaitSeconds,
    meanWaitOfServedSeconds: waitOfServedSeconds / (1 - lostShare),
    utilization: (load * (1 - lostShare)) / servers,
  };
};

/**
 * Fewest servers that turn away at most `maxLostShare` of the requests. O(servers log servers).
 *
 * @param maxLostShare in (0, 1)
 * @example mmcDServers({ ratePerSecond: 20, serviceSeconds: 10, patienceSeconds: 0.5 }, 0.001) // 229
 */
export const mmcDServers = (station: Omit<PatientStation, 'servers'>, maxLostShare: number): number =>
  smallestCount((servers) => mmcD({ ...station, servers }).lostShare <= maxLostShare);
