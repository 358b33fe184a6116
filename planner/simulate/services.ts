import { createSampler, type Distribution } from '../stats/distributions.ts';
import type { Random } from '../stats/random.ts';
import { drawExponential, drawNormal } from '../stats/ziggurat.ts';

type Spread = { readonly meanMs: number; readonly scv: number };

const fillExponential = (seconds: Float64Array, meanMs: number, random: Random): void => {
  for (let i = 0; i < seconds.length; i++) seconds[i] = (meanMs * drawExponential(random)) / 1000;
};

const fillLognormal = (seconds: Float64Array, { meanMs, scv }: Spread, random: Random): void => {
  const variance = Math.log1p(scv);
  const center = Math.log(meanMs) - variance / 2;
  const spread = Math.sqrt(variance);
  // Two short loops are quicker than one that does both.
  for (let i = 0; i < seconds.length; i++) seconds[i] = drawNormal(random);
  for (let i = 0; i < seconds.length; i++) seconds[i] = Math.exp(center + spread * seconds[i]!) / 1000;
};

/**
 * Fills the array with service times in seconds: those that `createSampler` gives, in the same order. The two most
 * common distributions have loops of their own that make the same numbers about a third faster.
 */
export const fillServices = (seconds: Float64Array, distribution: Distribution, random: Random): void => {
  if (distribution.kind === 'exponential') fillExponential(seconds, distribution.meanMs, random);
  else if (distribution.kind === 'lognormal') fillLognormal(seconds, distribution, random);
  else {
    const sample = createSampler(distribution, random);
    for (let i = 0; i < seconds.length; i++) seconds[i] = sample() / 1000;
  }
};
