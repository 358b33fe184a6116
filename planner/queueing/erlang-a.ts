import { inverseErlangB } from './erlang-b.ts';
import type { PatientStation } from './mmc-d.ts';
import { offeredLoadOf } from './station.ts';

export type ErlangA = {
  /** Share of requests that give up. */
  readonly lostShare: number;
  readonly waitShare: number;
  /** Mean time in the queue of all requests, until service or until they give up. */
  readonly meanWaitSeconds: number;
  readonly meanQueueLength: number;
  readonly utilization: number;
};

/** Weights so large are scaled down before they overflow. */
const scaleAbove = 1e250;
const negligible = 1e-18;

/** Stationary weights with a queue, relative to "all servers busy, nobody waits" = 1. */
const queueWeights = ({ ratePerSecond, serviceSeconds, servers, patienceSeconds }: PatientStation) => {
  let idle = inverseErlangB(servers, ratePerSecond * serviceSeconds) - 1;
  let weight = 1;
  let busy = 1;
  let weightedQueue = 0;
  for (let queue = 1; ; queue++) {
    weight *= ratePerSecond / (servers / serviceSeconds + queue / patienceSeconds);
    busy += weight;
    weightedQueue += queue * weight;
    if (weight > scaleAbove)
      [idle, weight, busy, weightedQueue] = [idle, weight, busy, weightedQueue].map(
        (w) => w / scaleAbove,
      ) as [number, number, number, number];
    if (queue * weight <= negligible * weightedQueue) return { idle, busy, weightedQueue };
  }
};

/**
 * Erlang A: the M/M/c + M queue, whose requests give up after an exponential patience. Stable at any load, as
 * those who give up keep the queue finite. O(servers + length of the queue).
 * Source: C. Palm, 1946; Mandelbaum & Zeltyn, "Service engineering in action: the Palm/Erlang-A queue", 2007.
 *
 * @param station patienceSeconds is the mean patience, positive and finite
 * @example erlangA({ ratePerSecond: 0.8, serviceSeconds: 60, servers: 50, patienceSeconds: 120 }).lostShare // 0.03091
 */
export const erlangA = (station: PatientStation): ErlangA => {
  const { ratePerSecond, servers, patienceSeconds } = station;
  const { idle, busy, weightedQueue } = queueWeights(station);
  const meanQueueLength = weightedQueue / (idle + busy);
  const meanWaitSeconds = meanQueueLength / ratePerSecond;
  const lostShare = meanWaitSeconds / patienceSeconds;
  return {
    lostShare,
    waitShare: busy / (idle + busy),
    meanWaitSeconds,
    meanQueueLength,
    utilization: (offeredLoadOf(station) * (1 - lostShare)) / servers,
  };
};

const panels = 1000;

/**
 * Share of all requests of an Erlang A queue that are served and whose service begins within a limit: the
 * density of the wait that the queue offers, times the chance not to have given up by then, integrated by
 * Simpson's rule.
 * Source: Zeltyn & Mandelbaum, Queueing Systems 51, 2005, equation 2.
 *
 * @param withinSeconds in the order of the patience or less
 * @example
 * erlangAServiceLevel({ ratePerSecond: 100 / 30, serviceSeconds: 3, servers: 14, patienceSeconds: 5 }, 1 / 3) // 0.916792
 */
export const erlangAServiceLevel = (station: PatientStation, withinSeconds: number): number => {
  const { ratePerSecond, serviceSeconds, servers, patienceSeconds } = station;
  const { waitShare } = erlangA(station);
  const idle = inverseErlangB(servers - 1, offeredLoadOf(station));
  const waiting = (waitSeconds: number): number =>
    Math.exp(
      -waitSeconds / patienceSeconds -
        ratePerSecond * patienceSeconds * Math.expm1(-waitSeconds / patienceSeconds) -
        (servers * waitSeconds) / serviceSeconds,
    );
  const width = withinSeconds / panels;
  let sum = 0;
  for (let i = 0; i < panels; i++)
    sum += waiting(i * width) + 4 * waiting((i + 0.5) * width) + waiting((i + 1) * width);
  const density = (ratePerSecond * (1 - waitShare)) / idle;
  return 1 - waitShare + (density * sum * width) / 6;
};
