import type { Model } from '../../runs/schema/model/model.ts';
import { meanOfDistribution } from '../stats/distributions.ts';
import { meanOf, quantileOf, type Sketch } from '../stats/sketch.ts';
import { beyondLimit, type CutTail, shareBeyond } from './tail.ts';

/** A distribution as the schema has it: its lists are plain arrays. */
export type CalibratedDistribution = Model['service'];

/** Every tenth of a percent: the slowest few of thousand decide on timeouts. */
export const knots = 1001;

/** The same shape around another mean. A distribution that is zero throughout becomes a constant. */
export const withMean = (distribution: CalibratedDistribution, meanMs: number): CalibratedDistribution => {
  if (distribution.kind !== 'empirical') return { ...distribution, meanMs };
  const present = meanOfDistribution(distribution);
  if (present === 0) return { kind: 'constant', meanMs };
  return { kind: 'empirical', quantilesMs: distribution.quantilesMs.map((ms) => (ms * meanMs) / present) };
};

/** The value between two knots. */
const knotAt = (quantilesMs: readonly number[], position: number): number => {
  const at = Math.floor(position);
  const low = quantilesMs[at]!;
  return low + (position - at) * ((quantilesMs[at + 1] ?? low) - low);
};

/**
 * The distribution without its largest values: what is left where a share of them is no part of it. Takes back what
 * `withTail` did.
 *
 * @param share in [0, 1)
 */
export const withoutTail = (distribution: CalibratedDistribution, share: number): CalibratedDistribution => {
  if (distribution.kind !== 'empirical') return distribution;
  const { quantilesMs } = distribution;
  return { kind: 'empirical', quantilesMs: quantilesMs.map((_, i) => knotAt(quantilesMs, i * (1 - share))) };
};

/**
 * The distribution with its largest values replaced by these, one for each knot; the smallest value stays where it is, however many
 * they are.
 *
 * @param beyondMs ascending, at most as many as the distribution has knots but one
 */
export const withTail = (
  distribution: CalibratedDistribution,
  beyondMs: readonly number[],
): CalibratedDistribution => {
  if (distribution.kind !== 'empirical' || beyondMs.length === 0) return distribution;
  const { quantilesMs } = distribution;
  const last = quantilesMs.length - 1;
  const below = last - beyondMs.length;
  const kept = Array.from({ length: below + 1 }, (_, i) =>
    knotAt(quantilesMs, below === 0 ? 0 : (i * last) / below),
  );
  const largestMs = quantilesMs[last]!;
  return { kind: 'empirical', quantilesMs: [...kept, ...beyondMs.map((ms) => Math.max(ms, largestMs))] };
};

/**
 * The distribution of a sketch's values: its quantiles at 1001 even shares, with exactly the mean of the values.
 * The straight line from the last knot but one to the maximum gives a long tail too much weight, so the last knot
 * is moved first; what is left after that is scaled away.
 *
 * @param sketch of at least one value
 */
export const empiricalOf = (sketch: Sketch): CalibratedDistribution => {
  const quantilesMs = Array.from({ length: knots }, (_, i) => quantileOf(sketch, i / (knots - 1)) ?? 0);
  const meanMs = meanOf(sketch) ?? 0;
  const excess = meanOfDistribution({ kind: 'empirical', quantilesMs }) - meanMs;
  const last = quantilesMs[knots - 1]! - excess * 2 * (knots - 1);
  quantilesMs[knots - 1] = Math.min(sketch.max, Math.max(quantilesMs[knots - 2]!, last));
  return withMean({ kind: 'empirical', quantilesMs }, meanMs);
};

/** The distribution of what was seen below a limit, with what lies beyond it. */
export const withCutTail = (
  seen: CalibratedDistribution,
  limitMs: number,
  tail: CutTail,
): CalibratedDistribution => {
  if (seen.kind !== 'empirical') return seen;
  const share = shareBeyond(tail);
  const last = seen.quantilesMs.length - 1;
  const beyond = Math.min(last, Math.round(share * last));
  return withTail(seen, beyondLimit(limitMs, share, { tail, knots: beyond }));
};
