import type { Random } from './random.ts';
import { drawExponential, drawNormal } from './ziggurat.ts';

/**
 * A distribution of non-negative times in milliseconds: service times and start-up lags.
 * `scv` is the squared coefficient of variation, variance / mean²: 0 constant, 1 as spread as the exponential.
 * `quantilesMs` are quantiles at even shares 0, 1/(n-1), …, 1 (smallest to largest), straight lines between them;
 * the sorted sample itself is a valid list.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly meanMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly scv: number }
  | { readonly kind: 'gamma'; readonly meanMs: number; readonly scv: number }
  | { readonly kind: 'empirical'; readonly quantilesMs: readonly number[] };

/** Draws one value at each call. */
export type Sampler = () => number;

/** Standard exponential by inversion: slower than the ziggurat, and code that has nothing in common with it. */
export const exponentialSampler =
  (random: Random): Sampler =>
  () =>
    -Math.log(1 - random());

/** Standard normal by the Box-Muller transform: two uniform numbers make two independent normal ones. */
export const normalSampler = (random: Random): Sampler => {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
};

/**
 * Standard gamma (scale 1) by squeezed rejection from a normal.
 * Source: Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000; a shape
 * below 1 is lifted by one and scaled back by u^(1/shape), as in their section 6.
 */
export const gammaSampler = (shape: number, random: Random): Sampler => {
  if (shape < 1) {
    const lifted = gammaSampler(shape + 1, random);
    return () => lifted() * (1 - random()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return () => {
    for (;;) {
      const x = drawNormal(random);
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = 1 - random();
      const square = x * x;
      // The squeeze: what it lets through passes the test below as well, which needs two logarithms.
      if (u < 1 - 0.0331 * square * square) return d * v;
      if (Math.log(u) < 0.5 * square + d - d * v + d * Math.log(v)) return d * v;
    }
  };
};

const empiricalSampler = (quantilesMs: readonly number[], random: Random): Sampler => {
  const last = quantilesMs.length - 1;
  return () => {
    const position = random() * last;
    const below = Math.floor(position);
    const low = quantilesMs[below]!;
    const high = quantilesMs[below + 1] ?? low;
    return low + (position - below) * (high - low);
  };
};

/**
 * A sampler of the distribution, in milliseconds: each draw is exact up to the 2^-32 resolution of `random`.
 *
 * @example createSampler({ kind: 'constant', meanMs: 20 }, createRandom(1))() // 20
 */
export const createSampler = (distribution: Distribution, random: Random): Sampler => {
  switch (distribution.kind) {
    case 'constant':
      return () => distribution.meanMs;
    case 'exponential':
      return () => distribution.meanMs * drawExponential(random);
    case 'lognormal': {
      const variance = Math.log1p(distribution.scv);
      const center = Math.log(distribution.meanMs) - variance / 2;
      return () => Math.exp(center + Math.sqrt(variance) * drawNormal(random));
    }
    case 'gamma': {
      if (distribution.scv === 0) return () => distribution.meanMs;
      const standard = gammaSampler(1 / distribution.scv, random);
      return () => distribution.meanMs * distribution.scv * standard();
    }
    case 'empirical':
      return empiricalSampler(distribution.quantilesMs, random);
  }
};

/** Mean of a function of x over the pieces [a, b] of an empirical distribution, each of which is uniform. */
const overPieces = (
  quantilesMs: readonly number[],
  meanOfPiece: (a: number, b: number) => number,
): number => {
  if (quantilesMs.length === 1) return meanOfPiece(quantilesMs[0]!, quantilesMs[0]!);
  let total = 0;
  for (let i = 1; i < quantilesMs.length; i++) total += meanOfPiece(quantilesMs[i - 1]!, quantilesMs[i]!);
  return total / (quantilesMs.length - 1);
};

/**
 * Mean in milliseconds.
 *
 * @example meanOfDistribution({ kind: 'empirical', quantilesMs: [10, 20, 60] }) // 27.5
 */
export const meanOfDistribution = (distribution: Distribution): number =>
  distribution.kind === 'empirical'
    ? overPieces(distribution.quantilesMs, (a, b) => (a + b) / 2)
    : distribution.meanMs;

/**
 * Squared coefficient of variation, variance / mean² (0 for a constant, whatever its value).
 *
 * @example scvOfDistribution({ kind: 'exponential', meanMs: 30 }) // 1
 */
export const scvOfDistribution = (distribution: Distribution): number => {
  switch (distribution.kind) {
    case 'constant':
      return 0;
    case 'exponential':
      return 1;
    case 'lognormal':
    case 'gamma':
      return distribution.scv;
    case 'empirical': {
      const meanMs = meanOfDistribution(distribution);
      const meanSquare = overPieces(distribution.quantilesMs, (a, b) => (a * a + a * b + b * b) / 3);
      return meanMs === 0 ? 0 : Math.max(0, meanSquare / (meanMs * meanMs) - 1);
    }
  }
};
