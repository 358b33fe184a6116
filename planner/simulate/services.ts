import { createSampler, type Distribution } from '../stats/distributions.ts';
import { nextUniform, type RandomStream } from '../stats/random.ts';
import { drawNormal, fillExponentials } from '../stats/ziggurat.ts';

type Spread = { readonly meanMs: number; readonly scv: number };

const fillExponential = (seconds: Float64Array, meanMs: number, random: RandomStream): void => {
  fillExponentials(seconds, random);
  for (let i = 0; i < seconds.length; i++) seconds[i] = (meanMs * seconds[i]!) / 1000;
};

const fillLognormal = (seconds: Float64Array, { meanMs, scv }: Spread, random: RandomStream): void => {
  const variance = Math.log1p(scv);
  const center = Math.log(meanMs) - variance / 2;
  const spread = Math.sqrt(variance);
  // Two short loops are quicker than one that does both.
  for (let i = 0; i < seconds.length; i++) seconds[i] = drawNormal(random);
  for (let i = 0; i < seconds.length; i++) seconds[i] = Math.exp(center + spread * seconds[i]!) / 1000;
};

const fillEmpirical = (seconds: Float64Array, quantilesMs: readonly number[], random: RandomStream): void => {
  const last = quantilesMs.length - 1;
  const quantiles = Float64Array.from(quantilesMs);
  const { state } = random;
  for (let i = 0; i < seconds.length; i++) {
    const position = nextUniform(state) * last;
    const below = Math.floor(position);
    const low = quantiles[below]!;
    // A draw is below 1, so there is always a next quantile.
    seconds[i] = (low + (position - below) * (quantiles[below + 1]! - low)) / 1000;
  }
};

/**
 * Fills the array with service times in seconds: those that `createSampler` gives, in the same order. The
 * common distributions have loops of their own that make the same numbers a third to a half faster.
 */
export const fillServices = (
  seconds: Float64Array,
  distribution: Distribution,
  random: RandomStream,
): void => {
  if (distribution.kind === 'exponential') fillExponential(seconds, distribution.meanMs, random);
  else if (distribution.kind === 'lognormal') fillLognormal(seconds, distribution, random);
  else if (distribution.kind === 'empirical' && distribution.quantilesMs.length > 1)
    fillEmpirical(seconds, distribution.quantilesMs, random);
  else {
    const sample = createSampler(distribution, random);
    for (let i = 0; i < seconds.length; i++) seconds[i] = sample() / 1000;
  }
};
