import type { Calibration } from '../../runs/schema/calibration.ts';
import { meanOfValues, varianceOfValues } from '../stats/simple.ts';
import { sumOf } from '../stats/sum.ts';

/** How far a model that is right may be off, beyond chance: what is recorded comes late, rounded and summed up. */
export type Tolerance = { readonly share: number; readonly absolute: number };

/**
 * Share of the figures that are off for a reason that no model explains, such as a replica that the watch did not see,
 * and how much wider those spread.
 */
const strayShare = 0.1;
const strayFactor = 5;

/** No single figure rules a model out: what it says is worth no more than this. */
const densityLeast = 1e-6;

/** Logarithm of the density of a normal distribution with strays. */
const logDensity = (measured: number, mean: number, deviation: number): number => {
  const z = (measured - mean) / deviation;
  const density = (1 - strayShare) * Math.exp((-z * z) / 2);
  const stray = (strayShare / strayFactor) * Math.exp((-z * z) / (2 * strayFactor * strayFactor));
  return Math.log(density + stray + densityLeast) - Math.log(deviation);
};

/**
 * Synthetic likelihood of a model by one figure: how likely the recorded value is among those of the model's replays,
 * taken as normal, with strays. A figure that the recording or the replays lack says nothing.
 * Source: Wood, "Statistical inference for noisy nonlinear ecological dynamic systems", Nature 466, 2010.
 *
 * @param replayed the figure in each replay
 * @returns its logarithm, but for a constant that is the same for every model
 */
export const logLikelihood = (
  measured: number | null,
  replayed: readonly number[],
  { share, absolute }: Tolerance,
): number => {
  if (measured === null || replayed.length < 2) return 0;
  const mean = meanOfValues(replayed);
  const chance = varianceOfValues(replayed) * (1 + 1 / replayed.length);
  return logDensity(measured, mean, Math.sqrt(chance + (share * mean) ** 2 + absolute ** 2));
};

/**
 * Figures of one recording depend on each other: together they say as much as so large a part of them would. Where the server
 * tells service times, they hardly do. Else all of them hang on one service time that nobody knows well. What an
 * autoscaler wants in one moment depends on all that it has done before.
 *
 * Chosen so that beliefs promise what they keep: on average what is true must be believed in with the mean of the squares of the
 * beliefs. Measured over 880 recordings of the accuracy bench, seeds 13, 15, 16 and 21 to 25. `test/long/beliefs.test.ts`
 * holds it.
 */
const independentShares = {
  router: { header: 0.8, unqueuedLatency: 0.3 },
  rule: { header: 0.4, unqueuedLatency: 0.2 },
} as const;

/** The part for what is judged, by where the service times come from. */
export const independentShareOf = (
  of: keyof typeof independentShares,
  from: Calibration['service']['from'],
): number => independentShares[of][from === 'header' ? 'header' : 'unqueuedLatency'];

/**
 * Shares of belief in models, from their likelihoods and what was believed before (Bayes).
 *
 * @param logLikelihoods sums over the figures of one recording, one for each model
 * @param options.before positive weights, one for each model
 * @param options.independentShare see `independentShareOf`
 * @returns in the same order; they add up to 1
 * @example beliefs([0, 0], { before: [3, 1], independentShare: 1 }) // [0.75, 0.25]
 */
export const beliefs = (
  logLikelihoods: readonly number[],
  { before, independentShare }: { readonly before: readonly number[]; readonly independentShare: number },
): number[] => {
  const best = logLikelihoods.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const weights = logLikelihoods.map((one, i) => before[i]! * Math.exp(independentShare * (one - best)));
  const total = sumOf(weights);
  return weights.map((weight) => weight / total);
};

/** Replays of each model: as many as the budget of simulated requests gives, within these bounds. */
const replaysMin = 4;
const replaysMax = 16;
const requestsBudget = 4_000_000;

/** How often each of so many models is replayed on recordings with so many requests. */
export const replaysFor = (requests: number, models: number): number =>
  Math.min(replaysMax, Math.max(replaysMin, Math.floor(requestsBudget / Math.max(1, requests * models))));
