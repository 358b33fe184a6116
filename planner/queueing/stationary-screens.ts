import type { VaryingStation } from './kolmogorov.ts';
import { mmck } from './mmck.ts';

/** Share lost over the whole time, from a rate that stands for the offered load at each moment. */
const weightedLoss = (station: VaryingStation, loadingRateAt: (seconds: number) => number): number => {
  const { ratePerSecondAt, serversAt, serviceSeconds, capacity, untilSeconds, stepSeconds } = station;
  const steps = Math.round(untilSeconds / stepSeconds);
  let arrivals = 0;
  let lost = 0;
  for (let i = 0; i < steps; i++) {
    const middle = (i + 0.5) * stepSeconds;
    const servers = serversAt(middle);
    const { lostShare } = mmck({ ratePerSecond: loadingRateAt(middle), serviceSeconds, servers, capacity });
    arrivals += ratePerSecondAt(middle);
    lost += ratePerSecondAt(middle) * lostShare;
  }
  return lost / arrivals;
};

/**
 * Pointwise stationary approximation: at each moment the loss of a station that has always had the rate of that
 * moment. Good where the load changes slowly against the service time; else too pessimistic at peaks.
 * Source: Green & Kolesar, "The pointwise stationary approximation for queues with nonstationary arrivals",
 * Management Science 37, 1991.
 *
 * @returns expected lost requests / expected arrivals
 */
export const pointwiseStationaryLoss = (station: VaryingStation): number =>
  weightedLoss(station, station.ratePerSecondAt);

/**
 * Modified offered load approximation: at each moment the loss of a stationary station whose offered load is
 * the mean number of busy servers that endless servers would have by then. Follows fast swings, which the
 * pointwise approximation can't.
 * Source: Jennings, Mandelbaum, Massey & Whitt, "Server staffing to meet time-varying demand", Management
 * Science 42(10), 1996, doi 10.1287/mnsc.42.10.1383.
 *
 * @param meanBusyAt e.g. `meanBusySinusoid` or `meanBusySteps`
 * @returns expected lost requests / expected arrivals
 */
export const modifiedOfferedLoadLoss = (
  station: VaryingStation,
  meanBusyAt: (seconds: number) => number,
): number => weightedLoss(station, (seconds) => meanBusyAt(seconds) / station.serviceSeconds);
