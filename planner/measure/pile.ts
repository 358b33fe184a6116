import { type Estimate, notEnoughData } from '../stats/interval.ts';
import { quantileOf, type Sketch } from '../stats/sketch.ts';
import { confidence, inWords } from './evidence.ts';

/** Fewer answers than this can't show where they pile up. */
export const answersMin = 5;

/** Answers pile up at a limit if the middle nine tenths of them lie within this share of their median. */
const pileWidthMax = 0.25;

/** The values of a sketch above a threshold, by whole buckets. */
export const above = (sketch: Sketch, thresholdMs: number): Sketch => {
  const first = Math.ceil(Math.log2(thresholdMs) * 2 ** sketch.scale) - sketch.offset;
  const counts = sketch.counts.map((n, i) => (i >= first ? n : 0));
  const count = counts.reduce((sum, n) => sum + n, 0);
  return {
    ...sketch,
    counts,
    count,
    zeroCount: 0,
    min: Math.max(sketch.min, Math.min(thresholdMs, sketch.max)),
  };
};

/** Where answers pile up: their median, from their 5th to their 95th percentile. */
export const pileOf = (sketch: Sketch, status: string): Estimate => {
  const need = `at least ${answersMin} × ${status} that pile up at one latency`;
  if (sketch.count < answersMin) return notEnoughData(need, `${sketch.count} × ${status}`);
  const [low, mid, high] = [0.05, 0.5, 0.95].map((share) => quantileOf(sketch, share)!);
  if (high! - low! > pileWidthMax * mid!) {
    return notEnoughData(need, `${status} from ${inWords(low!)} to ${inWords(high!)} ms`);
  }
  return { low: low!, mid: mid!, high: high!, confidence };
};
