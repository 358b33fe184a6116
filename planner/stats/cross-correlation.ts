import { autocovariance } from './autocovariance.ts';
import { type Estimate, type NotEnoughData, notEnoughData } from './interval.ts';
import { normalCritical } from './normal.ts';
import { correlationOf, meanOfValues } from './simple.ts';

/** One value per second; null where it is unknown. */
export type GappySeries = readonly (number | null)[];

const confidence = 0.95;
/** A lag that leaves fewer pairs, or less than half of the series, is not tried: few pairs correlate by chance. */
const pairsMin = 10;
/** Fisher's z has the standard error 1 / sqrt(n - 3). */
const effectiveSizeMin = 4;

type Pairs = { readonly x: number[]; readonly y: number[] };
type Candidate = { readonly lagSeconds: number; readonly coefficient: number; readonly pairs: Pairs };

const pairsAt = (x: GappySeries, y: GappySeries, lag: number): Pairs => {
  const pairs: Pairs = { x: [], y: [] };
  for (let t = Math.max(0, -lag); t < x.length && t + lag < y.length; t++) {
    const [cause, effect] = [x[t] ?? null, y[t + lag] ?? null];
    if (cause === null || effect === null) continue;
    pairs.x.push(cause);
    pairs.y.push(effect);
  }
  return pairs;
};

const autocorrelations = (values: readonly number[]): ((lag: number) => number) => {
  const mean = meanOfValues(values);
  const centered = values.map((value) => value - mean);
  const variance = autocovariance(centered, 0);
  return (lag) => autocovariance(centered, lag) / variance;
};

/**
 * Independent pairs that say as much about a correlation as these dependent ones: n / (1 + 2 Σ ρx(k) ρy(k)), summed
 * until the product of the two autocorrelations is no longer positive; never more than n.
 * Source: Bretherton et al., "The effective number of spatial degrees of freedom", J. Climate 12, 1999, eq. 30.
 */
const effectivePairs = (x: readonly number[], y: readonly number[]): number => {
  const [rhoX, rhoY] = [autocorrelations(x), autocorrelations(y)];
  let inflation = 1;
  for (let lag = 1; lag < x.length; lag++) {
    const product = rhoX(lag) * rhoY(lag);
    if (!(product > 0)) break;
    inflation += 2 * product;
  }
  return x.length / inflation;
};

type LaggedCorrelation = {
  /** Seconds by which y follows x. */
  readonly lagSeconds: number;
  readonly coefficient: Estimate;
  /** Seconds in which both series were known at that lag. */
  readonly pairs: number;
  readonly effectivePairs: number;
};

/**
 * The lag 0..maxLagSeconds at which y follows x most closely (largest absolute Pearson coefficient; the smallest lag of
 * equals), and a 95 % interval of the coefficient there.
 *
 * The interval is Fisher's z with the effective number of pairs instead of n, as neighbouring seconds repeat each
 * other. Picking the best of several lags finds something in pure noise, so its confidence is shared out over the
 * lags (Šidák), counting only those that are not repeats: lags x effectivePairs / pairs.
 *
 * @param x the cause, one value per second
 * @param y the effect, same seconds
 * @returns notEnoughData for a series that does not vary, or is too short against its own memory
 * @example lagOfStrongestCorrelation(timeline.load.offeredRatePerSecond, timeline.load.outcomes['503'], 60)
 */
export const lagOfStrongestCorrelation = (
  x: GappySeries,
  y: GappySeries,
  maxLagSeconds: number,
): LaggedCorrelation | NotEnoughData => {
  const fewestPairs = Math.max(pairsMin, Math.min(x.length, y.length) / 2);
  let best: Candidate | undefined;
  for (let lagSeconds = 0; lagSeconds <= maxLagSeconds; lagSeconds++) {
    const pairs = pairsAt(x, y, lagSeconds);
    const coefficient = pairs.x.length < fewestPairs ? undefined : correlationOf(pairs.x, pairs.y);
    if (coefficient === undefined) continue;
    if (best === undefined || Math.abs(coefficient) > Math.abs(best.coefficient) + 1e-12)
      best = { lagSeconds, coefficient, pairs };
  }
  if (best === undefined) return notEnoughData('pairsThatVary', fewestPairs, null);
  const known = best.pairs.x.length;
  const size = effectivePairs(best.pairs.x, best.pairs.y);
  return {
    lagSeconds: best.lagSeconds,
    coefficient: fisherInterval(best.coefficient, size, ((maxLagSeconds + 1) * size) / known),
    pairs: known,
    effectivePairs: size,
  };
};

const fisherInterval = (coefficient: number, size: number, lagsTried: number): Estimate => {
  if (size < effectiveSizeMin) return notEnoughData('independentPairs', effectiveSizeMin, size);
  const perLag = confidence ** (1 / Math.max(1, lagsTried));
  const halfWidth = normalCritical(perLag) / Math.sqrt(size - 3);
  const z = Math.atanh(coefficient);
  return {
    low: Math.tanh(z - halfWidth),
    mid: coefficient,
    high: Math.tanh(z + halfWidth),
    confidence,
  };
};
