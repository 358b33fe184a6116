import { offeredLoadOf, type Station } from '../../planner/queueing/station.ts';

type Complex = readonly [re: number, im: number];

const newtonSteps = 50;

/**
 * The root z inside the unit circle of z = ω e^(ρ (z - 1)), ω = e^(2πi k/c): one of the c solutions of
 * z^c = e^(a (z - 1)). Newton's method from the origin.
 */
const rootInside = (k: number, servers: number, utilization: number): Complex => {
  const angle = (2 * Math.PI * k) / servers;
  let z: Complex = [0, 0];
  for (let step = 0; step < newtonSteps; step++) {
    const size = Math.exp(utilization * (z[0] - 1));
    const turn = angle + utilization * z[1];
    const image: Complex = [size * Math.cos(turn), size * Math.sin(turn)];
    const gap: Complex = [z[0] - image[0], z[1] - image[1]];
    const slope: Complex = [1 - utilization * image[0], -utilization * image[1]];
    const norm = slope[0] ** 2 + slope[1] ** 2;
    z = [
      z[0] - (gap[0] * slope[0] + gap[1] * slope[1]) / norm,
      z[1] - (gap[1] * slope[0] - gap[0] * slope[1]) / norm,
    ];
    if (Math.hypot(...gap) < 1e-16) break;
  }
  return z;
};

export type Mdc = {
  readonly waitShare: number;
  /** Of all requests. */
  readonly meanWaitSeconds: number;
  readonly meanQueueLength: number;
};

/**
 * M/D/c: constant service times, exact. Seen one service time apart, the queue is a walk
 *   Q -> max(0, Q + A - c)
 * with Poisson(a) arrivals A. With the c - 1 roots z_k of z^c = e^(a (z - 1)) inside the unit circle,
 *   E[Q] = a / (2 (c - a)) - (c - 1 + a) / 2 + Σ 1 / (1 - z_k),   P(wait) = 1 - (c - a) / Π (1 - z_k).
 * Roots come in conjugate pairs, so only half of them are looked for. O(servers).
 * Source: Crommelin, "Delay probability formulae when the holding times are constant", 1932; the roots' sum in
 * Janssen & van Leeuwaarden, "Back to the roots of the M/D/s queue", Statistica Neerlandica 62, 2008.
 *
 * @param station below capacity, else all wait for ever
 * @example mdc({ ratePerSecond: 8, serviceSeconds: 1, servers: 10 }).meanWaitSeconds // 0.109828
 */
export const mdc = (station: Station): Mdc => {
  const { ratePerSecond, servers } = station;
  const load = offeredLoadOf(station);
  if (load >= servers)
    return {
      waitShare: 1,
      meanWaitSeconds: Number.POSITIVE_INFINITY,
      meanQueueLength: Number.POSITIVE_INFINITY,
    };
  let sum = 0;
  let logProduct = 0;
  for (let k = 1; k <= servers / 2; k++) {
    const [re, im] = rootInside(k, servers, load / servers);
    const distance = (1 - re) ** 2 + im ** 2;
    const roots = k === servers / 2 ? 1 : 2;
    sum += (roots * (1 - re)) / distance;
    logProduct += (roots * Math.log(distance)) / 2;
  }
  const meanQueueLength = Math.max(0, load / (2 * (servers - load)) - (servers - 1 + load) / 2 + sum);
  return {
    waitShare: Math.max(0, 1 - (servers - load) * Math.exp(-logProduct)),
    meanWaitSeconds: ratePerSecond === 0 ? 0 : meanQueueLength / ratePerSecond,
    meanQueueLength,
  };
};
