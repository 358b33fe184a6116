import type { Calibration } from '../../runs/schema/calibration.ts';
import { type CalibratedDistribution, withMean } from '../measure/empirical.ts';
import { beyondLargest, beyondLimit } from '../measure/tail.ts';
import { gammaSampler, meanOfDistribution } from '../stats/distributions.ts';
import type { Random } from '../stats/random.ts';
import { sumOf } from '../stats/sum.ts';
import { drawExponential } from '../stats/ziggurat.ts';
import { cutPartsOf, isCut, type ServiceReading } from './service-under.ts';

/** Knots of the part beyond the largest value. */
const beyondKnots = 8;

/** A distribution by its pieces: each has a weight, which is spread evenly between two neighbouring values. */
type Pieces = { readonly values: readonly number[]; readonly weights: readonly number[] };

/** Mean of the largest values that have this weight together. */
const meanOfLargest = ({ values, weights }: Pieces, weight: number): number => {
  let [left, sum] = [weight, 0];
  for (let piece = weights.length - 1; left > 0 && piece >= 0; piece--) {
    const [low, high] = [values[piece]!, values[piece + 1]!];
    const taken = Math.min(left, weights[piece]!);
    if (taken === 0) continue;
    sum += taken * (high - ((taken / weights[piece]!) * (high - low)) / 2);
    left -= taken;
  }
  return sum / (weight - left);
};

/**
 * Quantiles at even shares. The last one is not the largest value. That one may have hardly any weight, and a straight line to it
 * from the last quantile but one would make rare values common. It is chosen such that the line has the mean of the pieces.
 */
const evenQuantiles = (pieces: Pieces, knots: number): number[] => {
  const { values, weights } = pieces;
  const total = sumOf(weights);
  let [piece, below] = [0, 0];
  const quantiles = Array.from({ length: knots }, (_, i) => {
    const share = (total * i) / (knots - 1);
    while (piece < weights.length - 1 && below + weights[piece]! < share) below += weights[piece++]!;
    const within = weights[piece] === 0 ? 0 : Math.min(1, (share - below) / weights[piece]!);
    return values[piece]! + within * (values[piece + 1]! - values[piece]!);
  });
  const before = quantiles.at(-2)!;
  const last = 2 * meanOfLargest(pieces, total / (knots - 1)) - before;
  return quantiles.with(-1, Math.max(before, last));
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
      {
        values: [...quantilesMs, ...beyondLargest(quantilesMs, samples, beyondKnots)],
        weights: [...weights, ...new Array<number>(beyondKnots).fill(beyond)],
      },
      quantilesMs.length,
    ),
  };
};

/** No drawn share beyond a limit is larger: what was seen lies below it. */
const beyondShareMost = 0.9;

/** Mean of values whose pieces between two of them have these weights. */
const meanOfPieces = (values: readonly number[], weights: readonly number[]): number =>
  sumOf(weights.map((weight, i) => (weight * (values[i]! + values[i + 1]!)) / 2)) / sumOf(weights);

/**
 * The service times that there may be where a timeout cut some: the weights of those that were seen are drawn as by `drawShape`;
 * how many lie beyond the timeout, and with that how far, is as uncertain as a count of so few.
 */
const drawCutService = (
  service: Calibration['service'] & { readonly cut: NonNullable<Calibration['service']['cut']> },
  { meanMs, serviceFactor, cutFactor }: ServiceReading & { readonly meanMs: number },
  random: Random,
): CalibratedDistribution => {
  const times = (meanMs * serviceFactor) / meanOfDistribution(service.distribution);
  const { limitMs } = service.cut;
  const { seen, quantilesMs, tail } = cutPartsOf(service, { times, cutFactor });
  const share = Math.min(beyondShareMost, gammaSampler(tail.beyond, random)() / tail.of);
  const weights = weightsOf(quantilesMs.length - 1, service.samples, random);
  const perKnot = (sumOf(weights) * share) / (1 - share) / beyondKnots;
  // The mean of those that were seen is the measured one, whatever lies beyond.
  const scale = meanOfDistribution(seen) / meanOfPieces(quantilesMs, weights);
  return {
    kind: 'empirical',
    quantilesMs: evenQuantiles(
      {
        values: [
          ...quantilesMs.map((ms) => Math.min(limitMs, scale * ms)),
          ...beyondLimit(limitMs, share, { tail, knots: beyondKnots }),
        ],
        weights: [...weights, ...new Array<number>(beyondKnots).fill(perKnot)],
      },
      quantilesMs.length,
    ),
  };
};

/**
 * The service times that there may be, under a reading of the router.
 *
 * @param reading.meanMs mean of the distribution as measured
 */
export const drawService = (
  service: Calibration['service'],
  reading: ServiceReading & { readonly meanMs: number },
  random: Random,
): CalibratedDistribution =>
  isCut(service)
    ? drawCutService(service, reading, random)
    : withMean(
        drawShape(service.distribution, service.samples, random),
        reading.meanMs * reading.serviceFactor,
      );
