import type { ModelParameters } from '../../calibrate/draws.ts';
import { mmcDServers } from '../../queueing/mmc-d.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { type PlanLoad, ratesOf } from '../../traffic/load.ts';

/** No SLO is stricter for the closed form: below this its answer hardly changes. */
const lostShareLeast = 1e-4;

/** The stationary formula need not be exact: it bounds the search, the simulation decides. */
const slackShare = 1.1;

/**
 * Replicas that hold the peak for ever, from the closed form of a station with a limited wait (M/M/c + D): what
 * bounds the search. A spike shorter than the formula's "for ever" needs fewer, a burstier one more.
 */
export const replicasAtPeak = (
  load: PlanLoad,
  { service, replica, router }: ModelParameters,
  maxErrorShare: number,
): number => {
  const { peak } = ratesOf(load);
  const serviceSeconds = meanOfDistribution(service) / 1000;
  if (peak * serviceSeconds === 0) return 1;
  const patienceSeconds = (router.queueWaitLimitMs ?? Number.POSITIVE_INFINITY) / 1000;
  const station = { ratePerSecond: peak, serviceSeconds, patienceSeconds };
  const share = Math.min(0.5, Math.max(lostShareLeast, maxErrorShare));
  return Math.ceil((slackShare * mmcDServers(station, share)) / replica.slots);
};

/** Most replicas of any sensible advice: some three times what the peak needs. */
export const replicasMostFor = (atPeak: number): number => 3 * atPeak + 10;
