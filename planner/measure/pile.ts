import { type Estimate, notEnoughData } from '../stats/interval.ts';
import { type Buckets, quantileOf, type Sketch } from '../stats/sketch.ts';
import { confidence } from './evidence.ts';

/** Fewer answers than this can't show where they pile up. */
export const answersMin = 5;

/** Answers pile up at a limit if the middle nine tenths of them lie within this share of their median. */
const pileWidthMax = 0.25;

/** The values of a sketch above a threshold, by whole buckets. Without their sum: a sketch knows that of all its values alone. */
export const above = (sketch: Sketch, thresholdMs: number): Buckets => {
  const { sum: _, ...buckets } = sketch;
  const first = Math.ceil(Math.log2(thresholdMs) * 2 ** sketch.scale) - sketch.offset;
  const counts = sketch.counts.map((n, i) => (i >= first ? n : 0));
  const count = counts.reduce((total, n) => total + n, 0);
  return {
    ...buckets,
    counts,
    count,
    zeroCount: 0,
    min: Math.max(sketch.min, Math.min(thresholdMs, sketch.max)),
  };
};

/** Where answers pile up: their median, from their 5th to their 95th percentile. */
export const pileOf = (sketch: Buckets): Estimate => {
  if (sketch.count < answersMin) return notEnoughData('answers', answersMin, sketch.count);
  const [low, mid, high] = [0.05, 0.5, 0.95].map((share) => quantileOf(sketch, share)!);
  if (high! - low! > pileWidthMax * mid!) {
    return notEnoughData('answersAtOneLatency', answersMin, null);
  }
  return { low: low!, mid: mid!, high: high!, confidence };
};
