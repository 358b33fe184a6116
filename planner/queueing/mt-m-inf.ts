/**
 * Mean number of busy servers at time t when the rate swings as mean + swing sin(2π t / period) and nobody ever
 * waits (M_t/M/∞, after the swing has gone on for long). It follows the rate late and damped: servers are
 * needed after the peak of the arrivals, not at it.
 * Source: Eick, Massey & Whitt, "M_t/G/∞ queues with sinusoidal arrival rates", Management Science 39, 1993.
 *
 * @example
 * meanBusySinusoid({ meanRatePerSecond: 10, swingRatePerSecond: 9, periodSeconds: 4, serviceSeconds: 1 }, 1) // 12.595604
 */
export const meanBusySinusoid = (
  station: {
    readonly meanRatePerSecond: number;
    readonly swingRatePerSecond: number;
    readonly periodSeconds: number;
    readonly serviceSeconds: number;
  },
  atSeconds: number,
): number => {
  const mu = 1 / station.serviceSeconds;
  const gamma = (2 * Math.PI) / station.periodSeconds;
  const swing = mu * Math.sin(gamma * atSeconds) - gamma * Math.cos(gamma * atSeconds);
  return station.meanRatePerSecond / mu + (station.swingRatePerSecond / (mu * mu + gamma * gamma)) * swing;
};

/** A rate that holds from a time on, until the next step. */
export type RateStep = { readonly atSeconds: number; readonly ratePerSecond: number };

/**
 * Mean number of busy servers of M_t/M/∞ at time t for a rate in steps: exact, as m' = rate - m /
 * serviceSeconds is solved by an exponential on each step.
 *
 * @param station.steps ascending; the rate is 0 before the first
 * @param station.initialBusy mean at the first step
 * @example
 * meanBusySteps({ steps: [{ atSeconds: 0, ratePerSecond: 10 }], serviceSeconds: 2, initialBusy: 0 }, 2) // 12.6424111766
 */
export const meanBusySteps = (
  station: {
    readonly steps: readonly RateStep[];
    readonly serviceSeconds: number;
    readonly initialBusy: number;
  },
  atSeconds: number,
): number => {
  const { steps, serviceSeconds, initialBusy } = station;
  let busy = initialBusy;
  steps.forEach((step, i) => {
    const until = Math.min(atSeconds, steps[i + 1]?.atSeconds ?? Number.POSITIVE_INFINITY);
    if (until <= step.atSeconds) return;
    const settled = step.ratePerSecond * serviceSeconds;
    busy = settled + (busy - settled) * Math.exp(-(until - step.atSeconds) / serviceSeconds);
  });
  return busy;
};
