import type { Interval } from './interval.ts';
import { type RatioEstimate, ratioEstimate } from './ratio-mean.ts';
import { logMomentsOf, type Sketch } from './sketch.ts';
import { studentCritical } from './student-t.ts';
import { sumOf } from './sum.ts';

/**
 * The typical one of positive values: their geometric mean, as the mean of their logarithms. Of times with a long tail it is
 * known far better than the mean, which a few long ones move; twice as long times have twice the typical one.
 */
export type Typical = RatioEstimate;

/**
 * The typical value of sketches by second, of one or more runs.
 *
 * @returns undefined where no value is above zero
 */
export const typicalOfSeconds = (perRun: readonly (readonly Sketch[])[]): Typical | undefined => {
  const moments = perRun.map((seconds) => seconds.map(logMomentsOf));
  const all = moments.flat();
  const count = sumOf(all.map((second) => second.count));
  if (count === 0) return undefined;
  const mean = sumOf(all.map(({ sum }) => sum)) / count;
  const variance = Math.max(0, sumOf(all.map(({ squares }) => squares)) / count - mean * mean);
  return ratioEstimate(
    moments.map((seconds) => ({
      sums: seconds.map(({ sum }) => sum),
      counts: seconds.map((second) => second.count),
    })),
    Math.sqrt(variance / count),
  );
};

/** The typical value itself, in the unit of the values. */
export const typicalValue = ({ mid }: Typical): number => Math.exp(mid);

/**
 * How many times as large one typical value is as another that was measured apart.
 *
 * @returns of compared / base, by Student's t with the degrees of freedom of both
 */
export const timesAsLarge = (base: Typical, compared: Typical, confidence: number): Interval => {
  const mid = compared.mid - base.mid;
  const half =
    studentCritical(confidence, base.degrees + compared.degrees) *
    Math.hypot(base.standardError, compared.standardError);
  return { low: Math.exp(mid - half), mid: Math.exp(mid), high: Math.exp(mid + half), confidence };
};
