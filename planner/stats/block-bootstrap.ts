import { type Estimate, notEnoughData } from './interval.ts';
import type { Random } from './random.ts';
import { quantileOfValues } from './simple.ts';

/** Fewer blocks than this can't show how the series varies. */
const blocksMin = 5;

/** How many draws the bootstrap of a measured figure takes. */
export const bootstrapReplications = 499;

/**
 * Percentile interval of any statistic of a dependent series, by the circular block bootstrap: whole blocks of
 * neighbouring indices are drawn with replacement, so that dependence inside a block survives; the series is
 * closed to a ring, so that every index is equally likely.
 * Source: Politis & Romano, "A circular block-resampling procedure for stationary data", 1992.
 *
 * @param options.length of the series; the statistic is given indices 0..length-1 and looks up its own data
 * @param options.statistic of a list of indices, which it must not keep; undefined where it does not exist (such draws are left out)
 * @param options.blockLength in steps of the series, longer than its memory
 * @returns the statistic's unit, or notEnoughData for fewer than 5 blocks or where the statistic mostly fails
 * @example
 * blockBootstrap({ length: x.length, statistic: (at) => meanOfValues(at.map((t) => x[t]!)), blockLength: 60,
 *   replications: 999, confidence: 0.95, random: createRandom(1) })
 */
export const blockBootstrap = (options: {
  readonly length: number;
  readonly statistic: (indices: readonly number[]) => number | undefined;
  readonly blockLength: number;
  readonly replications: number;
  readonly confidence: number;
  readonly random: Random;
}): Estimate => {
  const { length, statistic, blockLength, replications, confidence, random } = options;
  if (length < blocksMin * blockLength)
    return notEnoughData('blocks', blocksMin, Math.floor(length / blockLength));
  const mid = statistic(Array.from({ length }, (_, t) => t));
  const draws: number[] = [];
  const indices = new Array<number>(length).fill(0);
  for (let i = 0; i < replications; i++) {
    resample(indices, blockLength, random);
    const drawn = statistic(indices);
    if (drawn !== undefined) draws.push(drawn);
  }
  if (mid === undefined || draws.length <= replications / 2)
    return notEnoughData('resamples', Math.floor(replications / 2) + 1, draws.length);
  const tail = (1 - confidence) / 2;
  return {
    // The percentile interval of a skewed statistic may miss the estimate itself; an Interval never does.
    low: Math.min(mid, quantileOfValues(draws, tail)),
    mid,
    high: Math.max(mid, quantileOfValues(draws, 1 - tail)),
    confidence,
  };
};

/** Draws blocks anew into the same array: a statistic is asked a thousand times. */
const resample = (indices: number[], blockLength: number, random: Random): void => {
  const { length } = indices;
  for (let begin = 0; begin < length; begin += blockLength) {
    const start = Math.floor(random() * length);
    const end = Math.min(length, begin + blockLength);
    for (let at = begin; at < end; at++) indices[at] = (start + at - begin) % length;
  }
};
