import type { CalibratedDistribution } from '../measure/empirical.ts';
import { gammaSampler } from '../stats/distributions.ts';
import type { Random } from '../stats/random.ts';
import { sumOf } from '../stats/sum.ts';
import { drawExponential } from '../stats/ziggurat.ts';

/** The largest values, whose spread tells how far the next ones may lie beyond them. */
const tailShare = 0.05;

/** No mean beyond this: a tail is not believed to be as heavy as that. */
const tailIndexMost = 0.5;

/** Knots of the part beyond the largest value. */
const beyondKnots = 8;

/**
 * Mean distance of the largest values from their least, on the logarithm: the index of a Pareto tail.
 * Source: Hill, "A simple general approach to inference about the tail of a distribution", Annals of Statistics 3(5), 1975.
 */
const tailIndexOf = (quantilesMs: readonly number[]): number => {
  const from = Math.floor((1 - tailShare) * (quantilesMs.length - 1));
  const leastMs = quantilesMs[from]!;
  const beyond = quantilesMs.slice(from + 1);
  if (leastMs <= 0 || beyond.length === 0) return 0;
  return Math.min(tailIndexMost, sumOf(beyond.map((ms) => Math.log(ms / leastMs))) / beyond.length);
};

/** Values beyond the largest one, at even shares of what lies there. */
const beyondLargest = (quantilesMs: readonly number[]): number[] => {
  const index = tailIndexOf(quantilesMs);
  const largestMs = quantilesMs.at(-1)!;
  return Array.from(
    { length: beyondKnots },
    (_, i) => largestMs * ((i + 0.5) / beyondKnots) ** -index,
  ).reverse();
};

/** Values at even shares of a distribution whose pieces between ascending values have these weights. */
const evenQuantiles = (values: readonly number[], weights: readonly number[], knots: number): number[] => {
  const total = sumOf(weights);
  let [piece, below] = [0, 0];
  return Array.from({ length: knots }, (_, i) => {
    const share = (total * i) / (knots - 1);
    while (piece < weights.length - 1 && below + weights[piece]! < share) below += weights[piece++]!;
    const within = weights[piece] === 0 ? 0 : Math.min(1, (share - below) / weights[piece]!);
    return values[piece]! + within * (values[piece + 1]! - values[piece]!);
  });
};

/** Below this share of the values a weight stands for several pieces: drawing each would take long and change nothing. */
const bulkShare = 0.9;
const bulkWeights = 45;

/** Weights of even pieces as a sample of that size leaves them: gamma, which makes them Dirichlet once they add up to 1. */
const weightsOf = (pieces: number, samples: number, random: Random): number[] => {
  const together = Math.max(1, Math.floor((bulkShare * pieces) / bulkWeights));
  const perPiece = samples / pieces;
  const [one, several] = [gammaSampler(perPiece, random), gammaSampler(perPiece * together, random)];
  const weights: number[] = [];
  while (weights.length + together <= bulkShare * pieces)
    weights.push(...new Array<number>(together).fill(several() / together));
  while (weights.length < pieces) weights.push(one());
  return weights;
};

/**
 * The shape that the service times may have, of which so many were seen: the weights between two of their quantiles are as
 * uncertain as the sample leaves them, and the next value lies beyond the largest one as often as not: with n
 * values, by a share of 1 / (n + 1) on average. Without that nothing could ever take longer than what was recorded, and a
 * timeout that nobody reached would be safe.
 * Source: Rubin, "The Bayesian bootstrap", Annals of Statistics 9(1), 1981.
 *
 * @returns around another mean than before: give it its own
 */
export const drawShape = (
  distribution: CalibratedDistribution,
  samples: number,
  random: Random,
): CalibratedDistribution => {
  if (distribution.kind !== 'empirical' || distribution.quantilesMs.length < 2 || samples === 0)
    return distribution;
  const { quantilesMs } = distribution;
  const weights = weightsOf(quantilesMs.length - 1, samples, random);
  const beyond = drawExponential(random) / beyondKnots;
  return {
    kind: 'empirical',
    quantilesMs: evenQuantiles(
      [...quantilesMs, ...beyondLargest(quantilesMs)],
      [...weights, ...new Array<number>(beyondKnots).fill(beyond)],
      quantilesMs.length,
    ),
  };
};
