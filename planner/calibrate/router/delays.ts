import type { Calibration, RouterReading } from '../../../runs/schema/calibration.ts';
import { sumOf } from '../../stats/sum.ts';
import { independentShareOf } from '../likelihood.ts';

/** What answers may take on average beyond the least overhead that was seen, in ms. Each is as likely beforehand as the others. */
const delaysMs = [0, 1, 2, 4, 8, 16] as const;

/** Service times that come from latencies hold the delays: there is none beside them. */
const delaysFor = ({ from }: Pick<Calibration['service'], 'from'>): readonly number[] =>
  from === 'header' ? delaysMs : delaysMs.slice(0, 1);

/** How likely a recording is whichever delay it had, and what the delay then was on average. */
export type OverDelays = Pick<RouterReading, 'delayMs'> & { readonly logLikelihood: number };

/**
 * A network, or a machine with too much to do, makes answers late by a time that varies. So do several routers that meet at a
 * replica; but their waits grow with the load, and few requests have them. A reading of the router is therefore judged with
 * each delay that there may have been (Bayes, over a parameter that is of no interest in itself).
 *
 * @param logLikelihoodWith of one recording, with a mean delay in ms
 * @returns the logarithm of the mean of the likelihoods, each weighed as `beliefs` will weigh it
 */
export const overDelays = (
  logLikelihoodWith: (delayMs: number) => number,
  service: Pick<Calibration['service'], 'from'>,
): OverDelays => {
  const delays = delaysFor(service);
  const logLikelihoods = delays.map(logLikelihoodWith);
  const best = logLikelihoods.reduce((most, one) => Math.max(most, one));
  const independentShare = independentShareOf('router', service.from);
  const weights = logLikelihoods.map((one) => Math.exp(independentShare * (one - best)));
  const total = sumOf(weights);
  return {
    logLikelihood: best + Math.log(total / weights.length) / independentShare,
    delayMs: sumOf(weights.map((weight, i) => weight * delays[i]!)) / total,
  };
};

/** The mean delay in ms, by each reading of the router with its share of belief. */
export const likelyDelayMs = (readings: readonly RouterReading[]): number =>
  sumOf(readings.map(({ share, delayMs }) => share * delayMs));
