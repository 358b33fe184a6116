import { normalDensity, normalQuantile } from '../stats/normal.ts';
import { sumOf } from '../stats/sum.ts';

/** The largest values, whose spread tells how far the next ones may lie beyond them. */
const tailShare = 0.05;

/** No mean beyond this: a tail is not believed to be as heavy as that. */
const tailIndexMost = 0.5;

/** The largest of so many values: where they begin, how many they are, and the sum of the logarithms of value / beginning. */
type Tail = { readonly fromMs: number; readonly count: number; readonly logSum: number };

/** Values that were cut at a limit: nothing is known of them but that they are larger. */
type Hidden = { readonly limitMs: number; readonly count: number };

/**
 * The largest values of a distribution.
 *
 * @param samples how many values the distribution was measured from
 * @param hidden values that are not in it
 */
export const tailOf = (quantilesMs: readonly number[], samples: number, hidden?: Hidden): Tail => {
  const last = quantilesMs.length - 1;
  const from = Math.floor((1 - tailShare) * last);
  const fromMs = quantilesMs[from]!;
  const beyond = quantilesMs.slice(from + 1);
  if (fromMs <= 0 || beyond.length === 0) return { fromMs, count: 0, logSum: 0 };
  const perKnot = samples / last;
  const seen = perKnot * sumOf(beyond.map((ms) => Math.log(ms / fromMs)));
  const cut = hidden === undefined ? 0 : hidden.count * Math.max(0, Math.log(hidden.limitMs / fromMs));
  return { fromMs, count: perKnot * beyond.length, logSum: seen + cut };
};

/**
 * Index of a Pareto tail, at most 0.5: the mean distance of the largest values from their beginning, on the logarithm. Values
 * that were cut at a limit count in the sum by what is known of their distance, and not in the number: that is the most likely
 * index.
 * Sources: Hill, "A simple general approach to inference about the tail of a distribution", Annals of Statistics 3(5), 1975;
 * with values that were cut: Beirlant, Guillou, Dierckx, Fils-Villetard, "Estimation of the extreme value index and extreme
 * quantiles under random censoring", Extremes 10, 2007.
 */
export const tailIndexOf = ({ count, logSum }: Tail): number =>
  count === 0 ? 0 : Math.min(tailIndexMost, logSum / count);

/** Requests that a timeout cut, and all of the same seconds. */
export type Cut = { readonly limitMs: number; readonly requests: number; readonly of: number };

/** Where more were cut, what was seen below the limit tells nothing of what lies beyond it. */
const cutShareMost = 0.2;

/** Whether enough was seen below the limit to tell what lies beyond. */
export const tellsTail = ({ requests, of }: Pick<Cut, 'requests' | 'of'>): boolean =>
  requests <= cutShareMost * of;

/** What lies beyond a limit at which values were cut. */
export type CutTail = {
  /** The share beyond the limit is `beyond / of`; it is as uncertain as a count of `beyond`. */
  readonly beyond: number;
  readonly of: number;
  /** Where the tail begins, below the limit, and the share of all values that lies there. */
  readonly fromMs: number;
  readonly share: number;
};

/**
 * What lies beyond a limit at which a timeout cut requests. Their share is a count of few, so it is drawn towards another one:
 * the share to be expected by the values below the limit, which weighs as much as one request that was cut.
 *
 * @param seenMs quantiles of the values that were seen, of `samples` values
 * @param factor the part of the cut requests whose value lies beyond the limit; the others were cut for something else
 */
export const cutTailOf = (
  seenMs: readonly number[],
  samples: number,
  { limitMs, requests, of, factor = 1 }: Cut & { readonly factor?: number },
): CutTail => {
  const cut = factor * requests;
  const hidden = (samples * cut) / Math.max(1, of - requests);
  const tail = tailOf(seenMs, samples, { limitMs, count: hidden });
  const index = tailIndexOf(tail);
  const share = (tail.count + hidden) / (samples + hidden);
  const pareto = index === 0 ? 0 : share * Math.max(1, limitMs / tail.fromMs) ** (-1 / index);
  const expected = Math.max(pareto, 1 / (of + 1));
  return { beyond: cut + 1, of: of + 1 / expected, fromMs: tail.fromMs, share };
};

/** The share that lies beyond the limit, most likely. */
export const shareBeyond = ({ beyond, of }: Pick<CutTail, 'beyond' | 'of'>): number => beyond / of;

/** A limit below this many times the beginning of the tail tells nothing of its slope. */
const narrowest = 1.01;

/** No lognormal tail is taken for wider than this: the squared coefficient of variation is then 8. */
const widest = 1.5;

/** A straight line on lognormal probability paper: logarithms of values against normal quantiles. */
type Line = { readonly throughMs: number; readonly atQuantile: number; readonly slope: number };

/**
 * Values on a line above a share of all, at even shares of what lies there, the least first.
 *
 * @param above share of all values that lies there
 */
const onLine = (
  { throughMs, atQuantile, slope }: Line,
  { above, pieces }: { readonly above: number; readonly pieces: number },
): number[] =>
  Array.from({ length: pieces }, (_, i) => {
    const quantile = normalQuantile(1 - above * (1 - (i + 0.5) / pieces));
    return throughMs * Math.exp(slope * (quantile - atQuantile));
  });

/**
 * Values beyond a limit at even shares of what lies there, the least first: on the straight line, on lognormal probability paper,
 * that leads through the beginning of the tail and the limit.
 *
 * @param share of all values that lies beyond the limit; below that of the tail
 */
export const beyondLimit = (
  limitMs: number,
  share: number,
  { tail, knots }: { readonly tail: Pick<CutTail, 'fromMs' | 'share'>; readonly knots: number },
): number[] => {
  const [from, limit] = [normalQuantile(1 - tail.share), normalQuantile(1 - share)];
  const rise = Math.log(Math.max(narrowest, limitMs / tail.fromMs));
  const slope = limit <= from ? widest : Math.min(widest, rise / (limit - from));
  return onLine({ throughMs: limitMs, atQuantile: limit, slope }, { above: share, pieces: knots });
};

/**
 * Values that may lie beyond the largest one that was measured, at even shares of what lies there, the least first. They are read
 * from a straight line on lognormal probability paper. It leads from the beginning of the largest twentieth, with the slope
 * that gives those values the mean logarithmic distance from it that was measured. The line does not lead through the largest
 * value, which is luck. Where the line lies below it, the answer is the largest value.
 *
 * @param samples number of values that the quantiles were measured from; a share of about 1 / (samples + 1) lies beyond
 * @param knots how many values to give
 */
export const beyondLargest = (quantilesMs: readonly number[], samples: number, knots: number): number[] => {
  const { fromMs, count, logSum } = tailOf(quantilesMs, samples);
  const from = normalQuantile(1 - tailShare);
  const distance = normalDensity(from) / tailShare - from;
  const slope = count === 0 ? 0 : Math.min(widest, logSum / count / distance);
  const largestMs = quantilesMs.at(-1)!;
  const above = 1 / (samples + 1);
  return onLine({ throughMs: fromMs, atQuantile: from, slope }, { above, pieces: knots }).map((ms) =>
    Math.max(largestMs, ms),
  );
};
