/** A station whose rate and servers change with time; at most `capacity` requests waiting and in service. */
export type VaryingStation = {
  readonly ratePerSecondAt: (seconds: number) => number;
  readonly serversAt: (seconds: number) => number;
  readonly serviceSeconds: number;
  readonly capacity: number;
  readonly untilSeconds: number;
  readonly stepSeconds: number;
};

export type TransientLoss = {
  /** Expected lost requests / expected arrivals, from 0 to untilSeconds. */
  readonly lostShare: number;
  readonly expectedArrivals: number;
  readonly expectedLost: number;
  /** Probability of each number of requests at the end. */
  readonly finalShares: readonly number[];
};

/** Runge-Kutta of order 4 is stable while step x (largest outflow x 2) stays below 2.78. */
const stepTimesOutflowMax = 1.39;

/** Derivative of the state probabilities: births at the rate, deaths by the busy servers. */
const flow = (
  { ratePerSecondAt, serversAt, serviceSeconds }: VaryingStation,
  seconds: number,
  shares: Float64Array,
): Float64Array => {
  const rate = ratePerSecondAt(seconds);
  const servers = serversAt(seconds);
  const change = new Float64Array(shares.length);
  for (let n = 0; n + 1 < shares.length; n++) {
    const net = rate * shares[n]! - (Math.min(n + 1, servers) / serviceSeconds) * shares[n + 1]!;
    change[n]! -= net;
    change[n + 1]! += net;
  }
  return change;
};

const moved = (shares: Float64Array, change: Float64Array, by: number): Float64Array =>
  shares.map((share, n) => share + by * change[n]!);

/**
 * Truth for a station whose load or servers change: the Kolmogorov equations of M_t/M/c(t)/K, solved by
 * Runge-Kutta. A checker for simulators and approximations: exact up to the step, slow. O(untilSeconds /
 * stepSeconds x capacity).
 *
 * @param station steps of the rate should fall on multiples of stepSeconds
 * @param initialShares probability of 0..capacity requests at time 0; an empty station by default
 * @throws Error when the step is too long to be stable
 */
export const kolmogorovLoss = (
  station: VaryingStation,
  initialShares: readonly number[] = [1, ...new Array<number>(station.capacity).fill(0)],
): TransientLoss => {
  const { ratePerSecondAt, capacity, untilSeconds, stepSeconds } = station;
  const steps = Math.round(untilSeconds / stepSeconds);
  let shares = Float64Array.from(initialShares);
  let expectedArrivals = 0;
  let expectedLost = 0;
  for (let i = 0; i < steps; i++) {
    const at = i * stepSeconds;
    assertStable(station, at);
    const middle = at + stepSeconds / 2;
    const end = at + stepSeconds;
    const k1 = flow(station, at, shares);
    const second = moved(shares, k1, stepSeconds / 2);
    const k2 = flow(station, middle, second);
    const third = moved(shares, k2, stepSeconds / 2);
    const k3 = flow(station, middle, third);
    const fourth = moved(shares, k3, stepSeconds);
    const k4 = flow(station, end, fourth);
    const [rate1, rate2, rate4] = [at, middle, end].map(ratePerSecondAt) as [number, number, number];
    // The loss is one more component of the same system, so it is integrated with the same weights.
    expectedArrivals += (stepSeconds / 6) * (rate1 + 4 * rate2 + rate4);
    expectedLost +=
      (stepSeconds / 6) *
      (rate1 * shares[capacity]! +
        2 * rate2 * (second[capacity]! + third[capacity]!) +
        rate4 * fourth[capacity]!);
    shares = shares.map(
      (share, n) => share + (stepSeconds / 6) * (k1[n]! + 2 * k2[n]! + 2 * k3[n]! + k4[n]!),
    );
  }
  return {
    lostShare: expectedLost / expectedArrivals,
    expectedArrivals,
    expectedLost,
    finalShares: [...shares],
  };
};

const assertStable = (station: VaryingStation, seconds: number): void => {
  const outflow = station.ratePerSecondAt(seconds) + station.serversAt(seconds) / station.serviceSeconds;
  if (station.stepSeconds * outflow > stepTimesOutflowMax)
    throw new Error(
      `a step of ${station.stepSeconds} s is too long at ${seconds} s: at most ${stepTimesOutflowMax / outflow} s`,
    );
};
